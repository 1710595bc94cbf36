import { oneOfEachKey } from './dedup.ts'
import { hardDelete } from './hard-delete.ts'
import { isStaged, sourceFilter, stagedRoots } from './merge-conditions.ts'
import { allColumns, below, keyColumns, rowKey, type StagedChain } from './staged-chain.ts'

/**
 * What an upsert leaves, by deleting and inserting: for engines that write all of a column anew when some rows of it are
 * updated. undefined where rows must be told apart by what is there already: hard deletes, unchanged rows, filters.
 */
export function replaceStaged(chain: StagedChain): readonly string[] | undefined {
  const { root, nested, dialect } = chain
  const skips = root.table['x-merge-skip-unchanged-rows'] === true
  if (!dialect.rewritesUpdatedColumns || skips || hardDelete(chain) || sourceFilter(chain)) return undefined
  const keys = stagedRoots(chain)
  return [
    ...nested.toReversed().flatMap((one) => {
      const key = rowKey(chain, one)
      return [
        `DELETE FROM ${one.target} WHERE ${below(chain, one, { keys, side: 'target' })}`,
        `DELETE FROM ${one.target} WHERE ${key} IN (SELECT ${key} FROM ${one.staging})`,
      ]
    }),
    `DELETE FROM ${root.target} WHERE ${isStaged(chain, keyColumns(chain, root, 'primary_key'))}`,
    ...[root, ...nested].map((one) => {
      const columns = allColumns(chain, one).join(', ')
      return `INSERT INTO ${one.target} (${columns}) SELECT ${columns} FROM ${oneOfEachKey(chain, one, one.staging)} AS s`
    }),
  ]
}
