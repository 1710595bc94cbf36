import { mergeStrategyOf } from './merge-strategy.ts'
import type { Table } from './stored.ts'
import { chainOf } from './table-chain.ts'

/**
 * Why the rows of a run can reach a root table only all together; undefined: they may come in several packages, one after the
 * other, and lead to the same rows.
 *
 * @param fallback The destination's own merge strategy.
 */
export function wholeRunReason(
  tables: ReadonlyMap<string, Table>,
  root: Table,
  fallback: string | undefined,
): string | undefined {
  if (root.write_disposition === 'replace') return 'it is replaced as a whole'
  const chain = chainOf(tables, root.name)
  // The leave of a new table to grow against its contract ends with its first package.
  if (chain.some((table) => table['x-normalizer']?.['evolve-columns-once'] === true)) {
    return 'it is new, and its contract lets it grow in its first run only'
  }
  if (root.write_disposition !== 'merge') return undefined
  const strategy = mergeStrategyOf(tables, root, fallback)
  if (strategy === 'scd2' || strategy === 'cdc') return `it is merged by ${strategy}`
  if (root['x-merge-destination-scope'] !== undefined) return 'rows that do not come are deleted from its scope'
  const columns = chain.flatMap((table) => [...table.columns.values()])
  if (columns.some((column) => column.merge_key)) return 'it is merged by a merge key'
  if (columns.some((column) => column.dedup_sort !== undefined)) return 'of several rows with one key a column decides'
  return undefined
}
