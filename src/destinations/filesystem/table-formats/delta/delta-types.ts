import { DestinationError } from '../../../../errors/tolva-error.ts'
import type { Column, Json } from '../../../../schema/stored.ts'
import { quoteName } from '../../../../sql/quote-name.ts'
import type { FormatColumn } from '../table-format.ts'

const TO_DUCKDB: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  long: 'BIGINT',
  integer: 'INTEGER',
  short: 'SMALLINT',
  byte: 'TINYINT',
  float: 'FLOAT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  binary: 'BLOB',
  date: 'DATE',
  timestamp: 'TIMESTAMP WITH TIME ZONE',
  timestamp_ntz: 'TIMESTAMP',
}

const TO_DELTA = new Map(Object.entries(TO_DUCKDB).map(([delta, duckdb]) => [duckdb, delta]))

/**
 * A type as Delta's schema has it, as DuckDB writes it.
 * @throws DestinationError `unsupported_table_feature`.
 */
export function duckDbType(type: Json | undefined): string {
  if (typeof type === 'string') {
    const decimal = /^decimal\((\d+),\s*(\d+)\)$/.exec(type)
    if (decimal) return `DECIMAL(${decimal[1]},${decimal[2]})`
    const known = TO_DUCKDB[type]
    if (known !== undefined) return known
  } else if (type !== null && typeof type === 'object' && !isList(type)) {
    if (type.type === 'array') return `${duckDbType(type.elementType)}[]`
    if (type.type === 'map') return `MAP(${duckDbType(type.keyType)}, ${duckDbType(type.valueType)})`
    if (type.type === 'struct' && isList(type.fields)) {
      return `STRUCT(${type.fields.map((field) => structField(field)).join(', ')})`
    }
  }
  throw new DestinationError(`a column has the type ${JSON.stringify(type)}, which is not known here`, {
    code: 'unsupported_table_feature',
    hint: 'Write the table anew without such a column.',
  })
}

function structField(field: Json): string {
  if (field === null || typeof field !== 'object' || isList(field)) return duckDbType(null)
  return `${quoteName(String(field.name))} ${duckDbType(field.type)}`
}

/** A scalar type of DuckDB as Delta's schema has it. */
export function deltaType(type: string): string {
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(type)
  return decimal ? `decimal(${decimal[1]},${decimal[2]})` : (TO_DELTA.get(type) ?? 'string')
}

const INTEGERS = [
  [8, 'TINYINT'],
  [16, 'SMALLINT'],
  [32, 'INTEGER'],
  [64, 'BIGINT'],
] as const

/** Digits that a decimal can have. */
const MAX_DIGITS = 38

/** How a column of the schema is declared: as dlt's tables have it, so times and numbers of more than 38 digits are texts. */
export function columnOf(column: Column): FormatColumn {
  return { name: column.name, type: typeOf(column), nullable: column.nullable !== false }
}

function typeOf({ data_type: type, precision, scale, timezone }: Column): string {
  switch (type) {
    case 'bigint':
      return INTEGERS.find(([bits]) => (precision ?? 64) <= bits)?.[1] ?? `DECIMAL(${MAX_DIGITS},0)`
    case 'decimal': {
      const digits = precision ?? MAX_DIGITS
      return digits > MAX_DIGITS ? 'VARCHAR' : `DECIMAL(${digits},${scale ?? (precision === undefined ? 9 : 0)})`
    }
    case 'double':
      return 'DOUBLE'
    case 'bool':
      return 'BOOLEAN'
    case 'binary':
      return 'BLOB'
    case 'date':
      return 'DATE'
    case 'timestamp':
      return timezone === false ? 'TIMESTAMP' : 'TIMESTAMP WITH TIME ZONE'
    default:
      return 'VARCHAR'
  }
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}
