import { absentScope, isStaged } from './merge-conditions.ts'
import { below, keyColumns, rowKey, type StagedChain } from './staged-chain.ts'
import { upsert } from './upsert.ts'

/**
 * Deletes the rows that are absent from the package (in the destination scope, else where the merge key is staged, else
 * everywhere), then updates and inserts the others. New rows that say they are deleted are left out.
 */
export function cdc(chain: StagedChain): readonly string[] {
  const { root, nested } = chain
  const present = isStaged(chain, keyColumns(chain, root, 'primary_key'))
  const absent = [`NOT ${present}`, ...absentScope(chain)].join(' AND ')
  const deletes =
    nested.length === 0
      ? []
      : nested.toReversed().map((one) => {
          const keys = `SELECT ${rowKey(chain, root)} FROM ${root.target} WHERE ${absent}`
          return `DELETE FROM ${one.target} WHERE ${below(chain, one, { keys, side: 'target' })}`
        })
  return [...deletes, `DELETE FROM ${root.target} WHERE ${absent}`, ...upsert(chain, { insertDeleted: false })]
}
