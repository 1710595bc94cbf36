import { columnsWith, completeColumns } from '../../schema/column-props.ts'
import type { StagedChain, StagedTable } from './staged-chain.ts'

/** Properties of columns that say nothing of whether a row changed. */
const KEYS = ['primary_key', 'row_key', 'parent_key', 'root_key', 'hard_delete'] as const

/** Whether a staged row `s` differs from the row `d` at the destination: by its row version, else by any column that is no key. undefined: every row is written. */
export function changedCondition({ root, dialect }: StagedChain, { table }: StagedTable): string | undefined {
  if (root.table['x-merge-skip-unchanged-rows'] !== true) return undefined
  const [version] = columnsWith(table, 'x-row-version').map(dialect.quote)
  if (version !== undefined) return `s.${version} <> d.${version}`
  const columns = completeColumns(table)
    .filter((column) => column.name.toLowerCase() !== '_dlt_load_id' && !KEYS.some((key) => column[key]))
    .map((column) => dialect.quote(column.name))
  if (columns.length === 0) return undefined
  return columns.map((column) => `s.${column} IS DISTINCT FROM d.${column}`).join(' OR ')
}
