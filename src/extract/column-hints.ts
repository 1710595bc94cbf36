import type { ColumnHint, Hints, Keys } from '../contracts/resource.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import type { Column } from '../schema/stored.ts'
import { isColumn } from '../schema/stored-guards.ts'
import { snakeCase } from './snake-case.ts'

const COLUMN_HINTS: ReadonlySet<string> = new Set([
  'name',
  'data_type',
  'nullable',
  'precision',
  'scale',
  'timezone',
  'description',
  'primary_key',
  'merge_key',
  'unique',
  'sort',
  'partition',
  'cluster',
  'hard_delete',
  'dedup_sort',
])

/**
 * The columns that a resource hints, in stored form, in the order: `columns`, new primary keys, new merge keys. A key at
 * the resource replaces that flag on columns, and makes its columns not null where they say nothing.
 * @throws ConfigError `unknown_hint`, `invalid_hint`.
 */
export function hintedColumns(hints: Pick<Hints, 'columns' | 'primaryKey' | 'mergeKey'>): Map<string, Column> {
  const columns = new Map<string, Column>()
  for (const [name, hint] of namedHints(hints.columns)) columns.set(name, storedColumn(name, hint))
  if (hints.primaryKey !== undefined) setKey(columns, 'primary_key', hints.primaryKey)
  if (hints.mergeKey !== undefined) setKey(columns, 'merge_key', hints.mergeKey)
  return columns
}

function namedHints(columns: Hints['columns']): readonly (readonly [string, ColumnHint])[] {
  if (columns === undefined) return []
  if (isList(columns)) return columns.map((column) => [column.name, column])
  return Object.entries(columns)
}

function isList(columns: NonNullable<Hints['columns']>): columns is Extract<Hints['columns'], readonly unknown[]> {
  return Array.isArray(columns)
}

function storedColumn(name: string, hint: ColumnHint): Column {
  const entries = Object.entries(hint)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key.startsWith('x-') ? key : snakeCase(key), value] as const)
  const unknown = entries.find(([key]) => !key.startsWith('x-') && !COLUMN_HINTS.has(key))
  if (unknown) {
    throw new ConfigError(`column ${name} has a hint ${unknown[0]} that nobody knows`, {
      code: 'unknown_hint',
      hint: `Use one of ${[...COLUMN_HINTS].join(', ')} in camelCase, or a name that begins with x-.`,
      context: { column: name },
    })
  }
  const column = { ...Object.fromEntries(entries), name }
  if (isColumn(column)) return column
  throw new ConfigError(`the hints of column ${name} hold a value of the wrong type`, {
    code: 'invalid_hint',
    hint: 'Types are text, double, bool, timestamp, bigint, binary, json, decimal, wei, date, time; flags are booleans.',
    context: { column: name },
  })
}

function setKey(columns: Map<string, Column>, hint: 'primary_key' | 'merge_key', keys: Keys): void {
  for (const [name, column] of columns) {
    const { [hint]: _replaced, ...rest } = column
    columns.set(name, rest)
  }
  for (const key of typeof keys === 'string' ? [keys].filter(Boolean) : keys) {
    const column = columns.get(key) ?? { name: key }
    const nullable = column.nullable ?? false
    columns.set(key, columns.has(key) ? { ...column, [hint]: true, nullable } : { ...column, nullable, [hint]: true })
  }
}
