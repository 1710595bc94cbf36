import { SchemaError } from '../../errors/tolva-error.ts'
import type { Column } from '../../schema/stored.ts'
import type { ReflectedType, SqlDialect } from '../../sql/dialect.ts'
import { qualifiedName } from '../../sql/qualified-name.ts'
import { quoteName } from '../../sql/quote-name.ts'
import { quoteText } from '../../sql/quote-text.ts'

const INTEGERS = [
  [16, 'smallint'],
  [32, 'integer'],
  [64, 'bigint'],
] as const

const TIMESTAMP_DIGITS = 6

const REFLECTED: Readonly<Record<string, ReflectedType>> = {
  text: { data_type: 'text' },
  'character varying': { data_type: 'text' },
  varchar: { data_type: 'text' },
  jsonb: { data_type: 'json' },
  json: { data_type: 'json' },
  'double precision': { data_type: 'double' },
  boolean: { data_type: 'bool' },
  date: { data_type: 'date' },
  bytea: { data_type: 'binary' },
  smallint: { data_type: 'bigint', precision: 16 },
  integer: { data_type: 'bigint', precision: 32 },
  bigint: { data_type: 'bigint' },
  numeric: { data_type: 'decimal' },
}

/**
 * How PostgreSQL writes names, values and types, with the types that dlt makes.
 * @param options.createIndexes true: unique columns are guarded by an index.
 */
export function postgresDialect(options: { readonly createIndexes: boolean }): SqlDialect {
  return {
    name: 'postgres',
    quote: quoteName,
    literal(value) {
      if (value === null) return 'NULL'
      return typeof value === 'string' ? quoteText(value) : String(value)
    },
    typeOf,
    columnOf,
    constraintOf: (column) => (options.createIndexes && column.unique === true ? ' UNIQUE' : ''),
    addUnique: (target, column) => `ALTER TABLE ${target} ADD UNIQUE (${quoteName(column)})`,
    addsNotNull: false,
    setsNotNull: true,
    rewritesUpdatedColumns: false,
    guardsChangedRows: true,
    catalog: {
      dataset: 'SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1',
      columns: `SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull
        FROM pg_catalog.pg_class AS c
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
        WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY c.oid, a.attnum`,
    },
    temporaryName: (name) => qualifiedName({ quote: quoteName }, 'pg_temp', name),
    createTemporary: (target, select) => `CREATE TEMP TABLE ${target} ON COMMIT DROP AS ${select}`,
    lock: (name) => `SELECT pg_advisory_xact_lock(hashtextextended(${quoteText(name)}, 0))`,
    alone: {
      take: (targets) => `LOCK TABLE ${targets.join(', ')} IN ACCESS EXCLUSIVE MODE`,
      patience: (ms) => `SET LOCAL lock_timeout = '${Math.ceil(ms)}ms'`,
    },
    analyze: (target) => `ANALYZE ${target}`,
    truncate: (target) => `TRUNCATE TABLE ${target}`,
  }
}

function typeOf(column: Column): string {
  const { precision } = column
  switch (column.data_type) {
    case 'text':
      return precision === undefined ? 'varchar' : `varchar(${precision})`
    case 'double':
      return 'double precision'
    case 'bool':
      return 'boolean'
    case 'date':
      return 'date'
    case 'time':
      return `time${digits(column)} without time zone`
    case 'binary':
      return 'bytea'
    case 'json':
      return 'jsonb'
    case 'bigint':
      return integer(column)
    case 'decimal':
      return `numeric(${precision ?? 38},${column.scale ?? 9})`
    case 'wei':
      return `numeric(${precision ?? 156},${column.scale ?? 78})`
    case 'timestamp':
      return `timestamp${digits(column)} ${column.timezone === false ? 'without' : 'with'} time zone`
    case undefined:
      throw new SchemaError(`column ${column.name} has no data type yet`, {
        code: 'unsupported_type',
        hint: 'Give it a data_type in the columns hint.',
        context: { column: column.name },
      })
  }
}

function integer(column: Column): string {
  if (column.precision === undefined) return 'bigint'
  const { precision } = column
  return INTEGERS.find(([bits]) => precision <= bits)?.[1] ?? tooPrecise(column, 'bits', 64)
}

function digits(column: Column): string {
  if (column.precision === undefined) return ''
  return column.precision <= TIMESTAMP_DIGITS ? `(${column.precision})` : tooPrecise(column, 'digits', TIMESTAMP_DIGITS)
}

function tooPrecise(column: Column, unit: string, most: number): never {
  throw new SchemaError(`PostgreSQL has no ${column.data_type} of ${column.precision} ${unit}`, {
    code: 'unsupported_precision',
    hint: `Give column ${column.name} a precision of at most ${most}.`,
    context: { column: column.name },
  })
}

/** Takes types as `format_type` writes them: `timestamp(3) without time zone`. */
function columnOf(type: string): ReflectedType {
  const match = /^(.*?)\((\d+)(?:,(-?\d+))?\)(.*)$/.exec(type)
  const [name, first, second] = match
    ? [`${match[1]}${match[4]}`, Number(match[2]), match[3]]
    : [type, undefined, undefined]
  const sized = first === undefined ? {} : { precision: first }
  if (name === 'numeric' && second !== undefined) {
    const isWei = first === 156 && second === '78'
    return { data_type: isWei ? 'wei' : 'decimal', ...sized, scale: Number(second) }
  }
  if (name === 'timestamp with time zone') return { data_type: 'timestamp', ...sized }
  if (name === 'timestamp without time zone') return { data_type: 'timestamp', timezone: false, ...sized }
  if (name === 'time without time zone') return { data_type: 'time', ...sized }
  return { ...(REFLECTED[name] ?? { data_type: 'text' }), ...sized }
}
