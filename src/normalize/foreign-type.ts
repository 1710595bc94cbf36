import type { Column } from '../schema/stored.ts'

/** The part of a column that its type is made of. */
export type ForeignType = Pick<Column, 'precision' | 'scale'> & Required<Pick<Column, 'data_type'>>

const TYPES: Readonly<Record<string, ForeignType>> = {
  BOOLEAN: { data_type: 'bool' },
  TINYINT: { data_type: 'bigint', precision: 8 },
  SMALLINT: { data_type: 'bigint', precision: 16 },
  INTEGER: { data_type: 'bigint', precision: 32 },
  BIGINT: { data_type: 'bigint' },
  UTINYINT: { data_type: 'bigint', precision: 16 },
  USMALLINT: { data_type: 'bigint', precision: 32 },
  UINTEGER: { data_type: 'bigint' },
  UBIGINT: { data_type: 'bigint' },
  HUGEINT: { data_type: 'bigint', precision: 128 },
  FLOAT: { data_type: 'double' },
  DOUBLE: { data_type: 'double' },
  DATE: { data_type: 'date' },
  TIME: { data_type: 'time' },
  TIMESTAMP: { data_type: 'timestamp' },
  'TIMESTAMP WITH TIME ZONE': { data_type: 'timestamp' },
  TIMESTAMP_S: { data_type: 'timestamp', precision: 0 },
  TIMESTAMP_MS: { data_type: 'timestamp', precision: 3 },
  TIMESTAMP_NS: { data_type: 'timestamp' },
  BLOB: { data_type: 'binary' },
  JSON: { data_type: 'json' },
}

/**
 * The column type that dlt gives to a column of DuckDB type `type`, as it would to the Arrow type of that column: texts in
 * zones and without are timestamps, nested values json. Unsigned integers take the next signed type that holds them all;
 * what is not known is text.
 */
export function foreignType(type: string): ForeignType {
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type)
  if (decimal) return { data_type: 'decimal', precision: Number(decimal[1]), scale: Number(decimal[2]) }
  if (isNested(type)) return { data_type: 'json' }
  return TYPES[type] ?? { data_type: 'text' }
}

/** Whether values of a DuckDB type have parts: lists, arrays, structs, maps and unions. */
export function isNested(type: string): boolean {
  return /\[\d*\]$/.test(type) || /^(STRUCT|MAP|UNION)\(/.test(type)
}

const INTEGERS: readonly (readonly [number, string])[] = [
  [8, 'TINYINT'],
  [16, 'SMALLINT'],
  [32, 'INTEGER'],
  [64, 'BIGINT'],
]

/** The DuckDB type in which values of a column are handed over. */
export function handoverType({ data_type, precision, scale, timezone }: Column): string {
  switch (data_type) {
    case 'bool':
      return 'BOOLEAN'
    case 'bigint':
      return INTEGERS.find(([bits]) => (precision ?? 64) <= bits)?.[1] ?? 'VARCHAR'
    case 'double':
      return 'DOUBLE'
    case 'timestamp':
      return timezone === false ? 'TIMESTAMP' : 'TIMESTAMP WITH TIME ZONE'
    case 'date':
      return 'DATE'
    case 'time':
      return 'TIME'
    case 'decimal':
      return `DECIMAL(${precision ?? 38},${scale ?? 9})`
    case 'binary':
      return 'BLOB'
    default:
      return 'VARCHAR'
  }
}
