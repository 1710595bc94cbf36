import type { Table } from './stored.ts'
import { inheritedHint } from './table-chain.ts'

/**
 * How rows of a table with disposition `merge` are merged: its own or inherited `x-merge-strategy`, else `fallback`.
 * undefined for other dispositions.
 * @param fallback The destination's first strategy; default `delete-insert`, which is that of every SQL destination.
 */
export function mergeStrategyOf(
  tables: ReadonlyMap<string, Table>,
  table: Table,
  fallback = 'delete-insert',
): string | undefined {
  if (table.write_disposition !== 'merge') return undefined
  const hinted = inheritedHint(tables, table.name, 'x-merge-strategy')
  return typeof hinted === 'string' ? hinted : fallback
}

/** Strategies that find the rows of nested tables by the root's row key. */
export const ROOT_KEY_STRATEGIES: ReadonlySet<string> = new Set(['delete-insert', 'upsert', 'insert-only', 'cdc'])
