import { changedCondition } from './changed-condition.ts'
import { oneOfEachKey } from './dedup.ts'
import { hardDelete } from './hard-delete.ts'
import { sourceFilter, stagedRoots } from './merge-conditions.ts'
import { replaceStaged } from './replace-staged.ts'
import { allColumns, below, keyColumns, rowKey, type StagedChain, type StagedTable } from './staged-chain.ts'

/**
 * Updates root rows by primary key and nested rows by row key, inserts new ones, and deletes what a staged root row no
 * longer holds. Of several staged rows with one key one counts.
 * @param options.insertDeleted false: a new row that says it is deleted is left out. Default true, as in dlt.
 */
export function upsert(chain: StagedChain, options: { readonly insertDeleted?: boolean } = {}): readonly string[] {
  return replaceStaged(chain) ?? update(chain, options)
}

function update(chain: StagedChain, options: { readonly insertDeleted?: boolean }): readonly string[] {
  const { root, nested } = chain
  const gone = hardDelete(chain, 's.')
  const insertWhen = options.insertDeleted === false ? gone?.alive : undefined
  const statements = [
    merge(chain, root, {
      from: oneOfEachKey(chain, root, filtered(root.staging, sourceFilter(chain))),
      by: keyColumns(chain, root, 'primary_key'),
      deleteWhen: gone?.deleted,
      insertWhen,
    }),
  ]
  if (nested.length === 0) return statements
  const deleted = hardDelete(chain)?.deleted
  const all = stagedRoots(chain)
  for (const one of nested) {
    const key = rowKey(chain, one)
    const where = sourceFilter(chain) === undefined ? undefined : below(chain, one, { keys: all, side: 'staging' })
    statements.push(merge(chain, one, { from: oneOfEachKey(chain, one, filtered(one.staging, where)), by: [key] }))
  }
  for (const one of nested.toReversed()) {
    const key = rowKey(chain, one)
    const isStaged = `EXISTS (SELECT 1 FROM ${one.staging} AS s WHERE s.${key} = ${one.target}.${key})`
    const removed = `${below(chain, one, { keys: all, side: 'target' })} AND NOT ${isStaged}`
    statements.push(`DELETE FROM ${one.target} WHERE ${removed}`)
    if (deleted === undefined) continue
    const orphans = below(chain, one, { keys: stagedRoots(chain, deleted), side: 'target' })
    statements.push(`DELETE FROM ${one.target} WHERE ${orphans}`)
  }
  return statements
}

interface Merge {
  readonly from: string
  readonly by: readonly string[]
  readonly deleteWhen?: string | undefined
  readonly insertWhen?: string | undefined
}

function merge(chain: StagedChain, one: StagedTable, { from, by, deleteWhen, insertWhen }: Merge): string {
  const columns = allColumns(chain, one)
  const changed = changedCondition(chain, one)
  return [
    `MERGE INTO ${one.target} AS d USING ${from} AS s ON ${by.map((column) => `d.${column} = s.${column}`).join(' AND ')}`,
    deleteWhen === undefined ? '' : `WHEN MATCHED AND ${deleteWhen} THEN DELETE`,
    `WHEN MATCHED${changed === undefined ? '' : ` AND (${changed})`} THEN UPDATE SET ${columns.map((column) => `${column} = s.${column}`).join(', ')}`,
    `WHEN NOT MATCHED${insertWhen === undefined ? '' : ` AND ${insertWhen}`} THEN INSERT (${columns.join(', ')}) VALUES (${columns.map((column) => `s.${column}`).join(', ')})`,
  ]
    .filter(Boolean)
    .join(' ')
}

function filtered(staging: string, where: string | undefined): string {
  return where === undefined ? staging : `(SELECT * FROM ${staging} WHERE ${where})`
}
