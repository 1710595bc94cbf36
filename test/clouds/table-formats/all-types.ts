import { tableOf } from '../../tables/local-tables.ts'

/** A table that has a column of each type. */
export const ALL_TYPES = tableOf('all_types', {
  int: 'bigint',
  small: { data_type: 'bigint', precision: 16 },
  real: 'double',
  flag: 'bool',
  note: 'text',
  price: 'decimal',
  rate: { data_type: 'decimal', precision: 10, scale: 2 },
  wei: 'wei',
  day: 'date',
  moment: 'timestamp',
  naive: { data_type: 'timestamp', timezone: false },
  bytes: 'binary',
  doc: 'json',
})

export const ALL_TYPES_SELECT = `SELECT 9007199254740991 AS int, 7 AS small, 1.5::DOUBLE AS real, true AS flag,
  'ä' AS note, '1.5' AS price, '2.25' AS rate, '123456789012345678901234567890123456789012345' AS wei, DATE '2024-02-29' AS day,
  TIMESTAMPTZ '2024-01-02 03:04:05.678901+00' AS moment, TIMESTAMP '2024-01-02 03:04:05.678901' AS naive, 'x'::BLOB AS bytes,
  '{"a":[1]}'::JSON AS doc`

/** The row as the judge tells it. */
export const ALL_TYPES_ROW = {
  int: 9007199254740991,
  small: 7,
  real: 1.5,
  flag: true,
  note: 'ä',
  price: '1.500000000',
  rate: '2.25',
  wei: '123456789012345678901234567890123456789012345',
  day: '2024-02-29',
  moment: '2024-01-02T03:04:05.678901Z',
  naive: '2024-01-02T03:04:05.678901',
  bytes: 'eA==',
  doc: '{"a":[1]}',
}
