import { dedupOrder, selectDistinct } from './dedup.ts'
import { hardDelete } from './hard-delete.ts'
import { destinationScope, isStaged, sourceFilter } from './merge-conditions.ts'
import {
  allColumns,
  below,
  distinctKey,
  keyColumns,
  mayRepeat,
  rowKey,
  type StagedChain,
  type StagedTable,
} from './staged-chain.ts'

/**
 * Deletes the rows whose primary or merge key is staged (or those of the destination scope) with all below them, then inserts
 * the staged ones, one a primary key. Without any of these it appends.
 */
export function deleteInsert(chain: StagedChain): readonly string[] {
  return [...deletes(chain), ...inserts(chain)]
}

function deletes(chain: StagedChain): readonly string[] {
  const { root, nested } = chain
  const scope = destinationScope(chain)
  const keys = [keyColumns(chain, root, 'primary_key'), keyColumns(chain, root, 'merge_key')]
  const conditions =
    scope === undefined
      ? keys.filter((columns) => columns.length > 0).map((columns) => isStaged(chain, columns))
      : [`(${scope})`]
  if (nested.length === 0) return conditions.map((condition) => `DELETE FROM ${root.target} WHERE ${condition}`)
  if (conditions.length === 0) return []
  const gone = chain.temporary('delete')
  const key = rowKey(chain, root)
  // A union lets the engine join by each key; one condition with OR would compare every row with every other.
  const selects = conditions.map((condition) => `SELECT ${key} FROM ${root.target} WHERE ${condition}`)
  const all = `SELECT ${key} FROM ${gone}`
  return [
    chain.dialect.createTemporary(gone, selects.join(' UNION ')),
    ...nested
      .toReversed()
      .map((one) => `DELETE FROM ${one.target} WHERE ${below(chain, one, { keys: all, side: 'target' })}`),
    `DELETE FROM ${root.target} WHERE ${key} IN (${all})`,
  ]
}

function inserts(chain: StagedChain): readonly string[] {
  const { root, nested } = chain
  const conditions = [hardDelete(chain)?.alive, sourceFilter(chain)].filter((one) => one !== undefined)
  const where = conditions.length === 0 ? 'TRUE' : conditions.map((one) => `(${one})`).join(' AND ')
  const keyOf = (one: StagedTable) =>
    root.table['x-stage-data-deduplicated'] === true || !mayRepeat(chain, one) ? [] : distinctKey(chain, one)
  const by = keyOf(root)
  const rows = { from: root.staging, by, order: dedupOrder(chain), where }
  if (nested.length === 0) return [insert(chain, root, selectDistinct({ ...rows, columns: allColumns(chain, root) }))]
  if (by.length === 0 && conditions.length === 0) {
    const all = (one: StagedTable) =>
      selectDistinct({ from: one.staging, columns: allColumns(chain, one), by: keyOf(one), where })
    return [insert(chain, root, all(root)), ...nested.map((one) => insert(chain, one, all(one)))]
  }
  const kept = chain.temporary('insert')
  const key = rowKey(chain, root)
  const keys = `SELECT ${key} FROM ${kept}`
  return [
    chain.dialect.createTemporary(kept, selectDistinct({ ...rows, columns: [key] })),
    insert(chain, root, `SELECT ${allColumns(chain, root).join(', ')} FROM ${root.staging} WHERE ${key} IN (${keys})`),
    ...nested.map((one) =>
      insert(
        chain,
        one,
        selectDistinct({
          from: one.staging,
          columns: allColumns(chain, one),
          by: keyOf(one),
          where: below(chain, one, { keys, side: 'staging' }),
        }),
      ),
    ),
  ]
}

function insert(chain: StagedChain, one: StagedTable, select: string): string {
  return `INSERT INTO ${one.target} (${allColumns(chain, one).join(', ')}) ${select}`
}
