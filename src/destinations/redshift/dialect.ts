import { SchemaError } from '../../errors/tolva-error.ts'
import type { Column } from '../../schema/stored.ts'
import type { ReflectedType, SqlDialect } from '../../sql/dialect.ts'
import { qualifiedName } from '../../sql/qualified-name.ts'
import { quoteName } from '../../sql/quote-name.ts'
import { literal } from './literal.ts'

const INTEGERS = [
  [16, 'smallint'],
  [32, 'integer'],
  [64, 'bigint'],
] as const

const REFLECTED: Readonly<Record<string, ReflectedType>> = {
  'character varying': { data_type: 'text' },
  character: { data_type: 'text' },
  super: { data_type: 'json' },
  'double precision': { data_type: 'double' },
  real: { data_type: 'double' },
  boolean: { data_type: 'bool' },
  date: { data_type: 'date' },
  'binary varying': { data_type: 'binary' },
  smallint: { data_type: 'bigint', precision: 16 },
  integer: { data_type: 'bigint', precision: 32 },
  bigint: { data_type: 'bigint' },
  numeric: { data_type: 'decimal' },
  'timestamp with time zone': { data_type: 'timestamp' },
  'timestamp without time zone': { data_type: 'timestamp', timezone: false },
  'time without time zone': { data_type: 'time' },
}

/**
 * How Redshift writes names, values and types, with the types that dlt makes. DELETE takes no alias, ALTER TABLE adds one column
 * a statement, temporary tables have no schema, and there are no locks but those of tables.
 */
export const redshiftDialect: SqlDialect = {
  name: 'redshift',
  quote: quoteName,
  literal,
  typeOf,
  columnOf,
  tableOptions,
  addsNotNull: false,
  setsNotNull: false,
  guardsChangedRows: false,
  rewritesUpdatedColumns: true,
  catalog: {
    dataset: 'SELECT 1 FROM svv_redshift_schemas WHERE schema_name = $1',
    columns: `SELECT table_name, column_name,
        CASE WHEN character_maximum_length IS NOT NULL THEN data_type || '(' || CAST(character_maximum_length AS varchar) || ')'
          WHEN data_type = 'numeric' THEN data_type || '(' || CAST(numeric_precision AS varchar) || ',' || CAST(numeric_scale AS varchar) || ')'
          ELSE data_type END,
        is_nullable = 'YES'
      FROM information_schema.columns WHERE table_schema = $1 ORDER BY table_name, ordinal_position`,
  },
  temporaryName: (name) => qualifiedName({ quote: quoteName }, name),
  createTemporary: (target, select) => `CREATE TEMP TABLE ${target} AS ${select}`,
  lockTable: (target) => `LOCK TABLE ${target}`,
  analyze: (target) => `ANALYZE ${target}`,
}

function typeOf(column: Column): string {
  const { precision } = column
  switch (column.data_type) {
    case 'text':
      return precision === undefined ? 'varchar(max)' : `varchar(${precision})`
    case 'double':
      return 'double precision'
    case 'bool':
      return 'boolean'
    case 'date':
      return 'date'
    case 'time':
      return 'time without time zone'
    case 'binary':
      return precision === undefined ? 'varbinary' : `varbinary(${precision})`
    case 'json':
      return 'super'
    case 'bigint':
      return integer(column)
    case 'decimal':
      return `numeric(${precision ?? 38},${column.scale ?? 9})`
    case 'wei':
      return `numeric(${precision ?? 38},${column.scale ?? 0})`
    case 'timestamp':
      return `timestamp ${column.timezone === false ? 'without' : 'with'} time zone`
    case undefined:
      throw new SchemaError(`column ${column.name} has no data type yet`, {
        code: 'unsupported_type',
        hint: 'Give it a data_type in the columns hint.',
        context: { column: column.name },
      })
  }
}

function integer({ name, precision }: Column): string {
  if (precision === undefined) return 'bigint'
  const type = INTEGERS.find(([bits]) => precision <= bits)?.[1]
  if (type !== undefined) return type
  throw new SchemaError(`Redshift has no bigint of ${precision} bits`, {
    code: 'unsupported_precision',
    hint: `Give column ${name} a precision of at most 64.`,
    context: { column: name },
  })
}

/** Takes types as the catalog query writes them: `character varying(256)`. */
function columnOf(type: string): ReflectedType {
  const [, name = type, first, second] = /^(.*?)\((\d+)(?:,\s*(-?\d+))?\)$/.exec(type) ?? []
  const known = REFLECTED[name] ?? { data_type: 'text' }
  if (first === undefined) return known
  const precision = Number(first)
  if (second === undefined) return { ...known, precision }
  const scale = Number(second)
  return { data_type: precision === 38 && scale === 0 ? 'wei' : 'decimal', precision, scale }
}

/** Rows lie together by the column with the hint `cluster` and are sorted by those with `sort`. */
function tableOptions(columns: readonly Column[]): string {
  const named = (hint: 'cluster' | 'sort') => columns.filter((column) => column[hint] === true).map(({ name }) => name)
  const [key, ...others] = named('cluster')
  const sorted = named('sort').map(quoteName)
  if (others.length > 0) {
    throw new SchemaError(`Redshift spreads rows by one column, but ${[key, ...others].join(' and ')} are to be it`, {
      code: 'several_cluster_columns',
      hint: 'Leave the hint cluster on one of them.',
    })
  }
  const spread = key === undefined ? '' : ` DISTSTYLE KEY DISTKEY (${quoteName(key)})`
  return `${spread}${sorted.length > 0 ? ` SORTKEY (${sorted.join(', ')})` : ''}`
}
