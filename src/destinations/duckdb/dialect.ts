import { SchemaError } from '../../errors/tolva-error.ts'
import type { Column } from '../../schema/stored.ts'
import type { ReflectedType, SqlDialect } from '../../sql/dialect.ts'
import { qualifiedName } from '../../sql/qualified-name.ts'
import { quoteName } from '../../sql/quote-name.ts'
import { quoteText } from '../../sql/quote-text.ts'

const INTEGERS = [
  [8, 'TINYINT'],
  [16, 'SMALLINT'],
  [32, 'INTEGER'],
  [64, 'BIGINT'],
  [128, 'HUGEINT'],
] as const

const NAIVE_TIMESTAMPS = [
  [0, 'TIMESTAMP_S'],
  [3, 'TIMESTAMP_MS'],
  [6, 'TIMESTAMP'],
  [9, 'TIMESTAMP_NS'],
] as const

const REFLECTED: Readonly<Record<string, ReflectedType>> = {
  VARCHAR: { data_type: 'text' },
  JSON: { data_type: 'json' },
  DOUBLE: { data_type: 'double' },
  BOOLEAN: { data_type: 'bool' },
  DATE: { data_type: 'date' },
  TIME: { data_type: 'time' },
  BLOB: { data_type: 'binary' },
  TINYINT: { data_type: 'bigint', precision: 8 },
  SMALLINT: { data_type: 'bigint', precision: 16 },
  INTEGER: { data_type: 'bigint', precision: 32 },
  BIGINT: { data_type: 'bigint' },
  HUGEINT: { data_type: 'bigint', precision: 128 },
  'TIMESTAMP WITH TIME ZONE': { data_type: 'timestamp' },
  TIMESTAMP_S: { data_type: 'timestamp', timezone: false, precision: 0 },
  TIMESTAMP_MS: { data_type: 'timestamp', timezone: false, precision: 3 },
  TIMESTAMP: { data_type: 'timestamp', timezone: false },
  TIMESTAMP_NS: { data_type: 'timestamp', timezone: false, precision: 9 },
}

/** How DuckDB writes names, values and types. Lengths of texts and blobs do not exist there; zoned timestamps are always microseconds. */
export const duckDbDialect: SqlDialect = {
  name: 'duckdb',
  quote: quoteName,
  literal(value) {
    if (value === null) return 'NULL'
    return typeof value === 'string' ? quoteText(value) : String(value)
  },
  typeOf,
  columnOf,
  addsNotNull: false,
  setsNotNull: true,
  rewritesUpdatedColumns: true,
  guardsChangedRows: false,
  catalog: {
    dataset:
      'SELECT 1 FROM duckdb_schemas() WHERE database_name = current_database() AND lower(schema_name) = lower($1)',
    columns:
      'SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() ' +
      'WHERE database_name = current_database() AND lower(schema_name) = lower($1) ORDER BY table_oid, column_index',
  },
  temporaryName: (name) => qualifiedName(duckDbDialect, 'temp', 'main', name),
  createTemporary: (target, select) => `CREATE OR REPLACE TEMP TABLE ${target} AS ${select}`,
}

function typeOf(column: Column): string {
  switch (column.data_type) {
    case 'text':
      return 'VARCHAR'
    case 'double':
      return 'DOUBLE'
    case 'bool':
      return 'BOOLEAN'
    case 'date':
      return 'DATE'
    case 'time':
      return 'TIME'
    case 'binary':
      return 'BLOB'
    case 'json':
      return 'JSON'
    case 'bigint':
      return column.precision === undefined ? 'BIGINT' : sized(column, INTEGERS, 'bits')
    case 'decimal':
      return `DECIMAL(${column.precision ?? 38},${column.scale ?? 9})`
    case 'wei':
      return `DECIMAL(${column.precision ?? 38},${column.scale ?? 0})`
    case 'timestamp':
      return column.timezone === false
        ? sized({ ...column, precision: column.precision ?? 6 }, NAIVE_TIMESTAMPS, 'digits')
        : 'TIMESTAMP WITH TIME ZONE'
    case undefined:
      throw new SchemaError(`column ${column.name} has no data type yet`, {
        code: 'unsupported_type',
        hint: 'Give it a data_type in the columns hint.',
        context: { column: column.name },
      })
  }
}

function sized(column: Column, sizes: readonly (readonly [number, string])[], unit: string): string {
  const precision = column.precision ?? 0
  const fit = sizes.find(([largest]) => precision <= largest)
  if (fit) return fit[1]
  throw new SchemaError(`DuckDB has no ${column.data_type} of ${precision} ${unit}`, {
    code: 'unsupported_precision',
    hint: `Give column ${column.name} a precision of at most ${sizes.at(-1)?.[0]}.`,
    context: { column: column.name },
  })
}

function columnOf(type: string): ReflectedType {
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/i.exec(type)
  if (!decimal) return REFLECTED[type.toUpperCase()] ?? { data_type: 'text' }
  const precision = Number(decimal[1])
  const scale = Number(decimal[2])
  return { data_type: precision === 38 && scale === 0 ? 'wei' : 'decimal', precision, scale }
}
