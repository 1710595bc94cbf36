import type { Incremental } from '../../contracts/incremental.ts'
import { plainPosition } from './plain-position.ts'
import type { TableReading } from './read-table.ts'

/** Types whose values a position holds exactly. */
const ORDERED: readonly (string | undefined)[] = ['bigint', 'text', 'decimal', 'timestamp', 'date', 'time']

/**
 * Columns by whose values reading goes on behind a row: the primary key, where the rows have an order of their own that cursor
 * first. Empty: a run that stopped reads the table anew.
 */
export function positionsOf(
  { table, options }: Pick<TableReading, 'table' | 'options'>,
  incremental: Incremental | undefined,
): readonly string[] {
  const { primaryKey, columns } = table
  const isOrdered = (key: string) => ORDERED.includes(columns.find(({ name }) => name === key)?.type?.dataType)
  if (options.resumable === false || options.query !== undefined || !primaryKey.every(isOrdered)) return []
  const { rowOrder, cursorPath = '', lastValueFunc = 'max' } = incremental ?? {}
  if (!rowOrder) return primaryKey
  // Behind a row of an order that falls, or among nulls, there is no one condition for what follows.
  const column = columns.find(({ name }) => name === cursorPath)
  if (rowOrder === 'desc' || lastValueFunc !== 'max' || column?.nullable !== false || !isOrdered(cursorPath)) return []
  if (primaryKey.length === 0) return []
  return [cursorPath, ...primaryKey.filter((key) => key !== cursorPath)]
}

/** The position of a page that ends with this row: values that JSON holds. */
export function positionOf(
  keys: readonly string[],
  row: Readonly<Record<string, unknown>> | undefined,
): readonly unknown[] | undefined {
  if (keys.length === 0 || row === undefined) return undefined
  return keys.map((key) => plainPosition(row[key]))
}
