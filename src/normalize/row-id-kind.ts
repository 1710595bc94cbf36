import { columnsWith } from '../schema/column-props.ts'
import { mergeStrategyOf } from '../schema/merge-strategy.ts'
import type { Schema, Table } from '../schema/stored.ts'

/** How the rows of a root table get their id: at random, from their content (scd2), or from their key (upsert and kin). */
export type RowIdKind = 'random' | 'row_hash' | 'key_hash'

const KEYED = new Set(['upsert', 'insert-only', 'cdc'])

/**
 * The kind of row id of a root table.
 * @param options.idColumn `_dlt_id` under the naming convention in force.
 * @param options.mergedBy How the destination merges a table that says no strategy.
 */
export function rowIdKind(
  schema: Schema,
  table: Table,
  options: { readonly idColumn: string; readonly mergedBy: string | undefined },
): RowIdKind {
  const strategy = mergeStrategyOf(schema.tables, table, options.mergedBy)
  if (strategy === undefined) return 'random'
  if (KEYED.has(strategy)) return 'key_hash'
  const version = columnsWith(table, 'x-row-version', { incomplete: true })[0]
  return strategy === 'scd2' && version === options.idColumn ? 'row_hash' : 'random'
}
