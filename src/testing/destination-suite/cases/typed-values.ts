import type { ColumnHint } from '../../../contracts/resource.ts'
import { decimal, naive, wei } from '../../../index.ts'

const TEXTS = [
  '',
  ' ',
  'a\tb\nc\rd',
  '\\N',
  '\\.',
  '\\',
  '\\\\t',
  '"quoted", \'too\'',
  'Łódź 😀 漢字',
  '\b\f\v\u0001\u007f',
  'null',
]

/** What a column is called, its hint, what rows hold, and what the dataset returns where that is something else. */
export type TypedValues = readonly [string, ColumnHint, readonly unknown[], (readonly unknown[])?]

/** Values of every data type, at its edges. */
export const TYPED_VALUES: readonly TypedValues[] = [
  ['text', { dataType: 'text' }, TEXTS],
  ['text_sized', { dataType: 'text', precision: 5 }, ['abcde', 'Łódź😀']],
  ['whole', { dataType: 'bigint' }, [0n, -1n, 7n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n, -(2n ** 53n) - 1n]],
  ['small', { dataType: 'bigint', precision: 16 }, [32_767n, -32_768n]],
  ['medium', { dataType: 'bigint', precision: 32 }, [2n ** 31n - 1n, -(2n ** 31n)]],
  ['double', { dataType: 'double' }, [0.1, -0, 1e308, 5e-324, -1.5, 1e21, 123_456_789.125]],
  ['truth', { dataType: 'bool' }, [true, false]],
  [
    'zoned',
    { dataType: 'timestamp' },
    [
      '1969-12-31T23:59:59.999999Z',
      '2024-02-29T12:00:00.000001+02:00',
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59.999999Z',
    ],
    [
      '1969-12-31T23:59:59.999999Z',
      '2024-02-29T10:00:00.000001Z',
      '0001-01-01T00:00:00.000000Z',
      '9999-12-31T23:59:59.999999Z',
    ],
  ],
  [
    'local',
    { dataType: 'timestamp', timezone: false },
    [naive('2024-02-29T12:00:00.5'), naive('1900-03-01T00:00:00')],
    ['2024-02-29T12:00:00.500000', '1900-03-01T00:00:00.000000'],
  ],
  [
    'local_millis',
    { dataType: 'timestamp', timezone: false, precision: 3 },
    [naive('2024-02-29T12:00:00.125')],
    ['2024-02-29T12:00:00.125000'],
  ],
  ['day', { dataType: 'date' }, ['1970-01-01', '2000-02-29', '0001-01-01', '9999-12-31', '1900-03-01']],
  [
    'clock',
    { dataType: 'time' },
    ['00:00:00', '23:59:59.999999', '12:34:56.5'],
    ['00:00:00', '23:59:59.999999', '12:34:56.5'],
  ],
  [
    'amount',
    { dataType: 'decimal' },
    [decimal('1.5'), decimal('-0.000000001'), decimal('12345678901234567890123456789.123456789')],
    ['1.500000000', '-0.000000001', '12345678901234567890123456789.123456789'],
  ],
  ['price', { dataType: 'decimal', precision: 10, scale: 2 }, [decimal('12345678.90')], ['12345678.90']],
  ['wei', { dataType: 'wei' }, [wei(1n), wei(10n ** 37n), wei(0n)], ['1', `${10n ** 37n}`, '0']],
  ['bytes', { dataType: 'binary' }, [new Uint8Array(0), Uint8Array.from({ length: 256 }, (_, byte) => byte)]],
  [
    'document',
    { dataType: 'json' },
    [{ a: [1, 2.5, null, 'x\\y"z\n'], b: { c: 'Łódź 😀 \\u0000' } }, [], [true], { tab: '\t\\N' }],
  ],
]
