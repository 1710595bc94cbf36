import type { Incremental, IncrementalHandle } from '../../contracts/incremental.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { ReadDialect } from './database.ts'
import type { ReflectedTable } from './reflected.ts'

/** What a SELECT is made of. */
export interface Selection {
  readonly table: ReflectedTable
  readonly dialect: ReadDialect
  readonly incremental: Incremental | undefined
  readonly handle: IncrementalHandle | undefined
  /** Columns by which rows are ordered, so that reading can go on behind a row; empty: no such order. */
  readonly keys: readonly string[]
  /** Of the row behind which it goes on, the keys. */
  readonly behind: readonly unknown[] | undefined
}

/**
 * The statement that reads a table, with what an incremental asks for left to the database.
 * @throws ConfigError `unknown_cursor_column`.
 */
export function selectTable(selection: Selection): string {
  const { table, dialect, keys } = selection
  const columns = table.columns.map(({ name }) => dialect.quote(name)).join(', ')
  const from = [...(table.schema === undefined ? [] : [table.schema]), table.name].map(dialect.quote).join('.')
  const where = [cursorCondition(selection), keyCondition(selection)].filter((one) => one !== undefined)
  const cursorOrder = orderOf(selection)
  const order = [
    ...(cursorOrder === undefined ? [] : [cursorOrder]),
    ...keys.filter((key) => key !== selection.incremental?.cursorPath || cursorOrder === undefined).map(dialect.quote),
  ]
  return `SELECT ${columns} FROM ${from}${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`}${
    order.length === 0 ? '' : ` ORDER BY ${order.join(', ')}`
  }`
}

function cursorCondition({ table, dialect, incremental, handle }: Selection): string | undefined {
  if (incremental === undefined) return undefined
  const { cursorPath, lastValueFunc = 'max', onCursorValueMissing: missing = 'raise' } = incremental
  const column = table.columns.find(({ name }) => name === cursorPath)
  if (column === undefined) throw unknownCursor(cursorPath, table)
  // dlt's own function decides by itself which rows are new.
  if (typeof lastValueFunc === 'function') return undefined
  const cursor = dialect.quote(cursorPath)
  const [after, before] = lastValueFunc === 'max' ? ['>', '<'] : ['<', '>']
  const start = comparable(handle?.startValue)
  const end = comparable(handle?.endValue)
  const conditions = [
    ...(start === undefined
      ? []
      : [`${cursor} ${after}${incremental.rangeStart === 'open' ? '' : '='} ${dialect.literal(start)}`]),
    ...(end === undefined
      ? []
      : [`${cursor} ${before}${incremental.rangeEnd === 'closed' ? '=' : ''} ${dialect.literal(end)}`]),
  ]
  if (missing === 'exclude') return [...conditions, `${cursor} IS NOT NULL`].join(' AND ')
  if (conditions.length === 0) return undefined
  // A null must come, to be loaded or to be an error: the database would leave it out in silence.
  const range = conditions.join(' AND ')
  return column.nullable ? `(${range} OR ${cursor} IS NULL)` : range
}

/** The rows behind the one whose keys are known: its first keys equal, the next one greater. */
function keyCondition({ dialect, keys, behind }: Selection): string | undefined {
  if (behind === undefined || keys.length === 0) return undefined
  const values = behind.map((value) => dialect.literal(comparable(value) ?? ''))
  const greater = keys.map((key, at) => {
    const equal = keys.slice(0, at).map((before, index) => `${dialect.quote(before)} = ${values[index]}`)
    return [...equal, `${dialect.quote(key)} > ${values[at]}`].join(' AND ')
  })
  return greater.length === 1 ? greater[0] : `(${greater.map((one) => `(${one})`).join(' OR ')})`
}

function orderOf({ dialect, incremental }: Selection): string | undefined {
  const { rowOrder, lastValueFunc = 'max', cursorPath = '' } = incremental ?? {}
  if (!rowOrder || typeof lastValueFunc === 'function') return undefined
  const grows = (rowOrder === 'asc') === (lastValueFunc === 'max')
  return `${dialect.quote(cursorPath)} ${grows ? 'ASC' : 'DESC'}`
}

function comparable(value: unknown): string | number | bigint | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'number' || typeof value === 'bigint' ? value : String(value)
}

function unknownCursor(cursor: string, { name, columns }: ReflectedTable): ConfigError {
  return new ConfigError(`the cursor ${cursor} is no column of table ${name}`, {
    code: 'unknown_cursor_column',
    hint: `Name one of its columns: ${columns.map((column) => column.name).join(', ')}.`,
    context: { table: name, column: cursor },
  })
}
