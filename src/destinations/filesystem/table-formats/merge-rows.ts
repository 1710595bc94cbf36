import type { MergeStrategy } from '../../../capabilities/capabilities.ts'
import { changedCondition } from '../../sql/changed-condition.ts'
import { oneOfEachKey } from '../../sql/dedup.ts'
import { hardDelete } from '../../sql/hard-delete.ts'
import { absentScope, isStaged, sourceFilter, stagedRoots } from '../../sql/merge-conditions.ts'
import {
  allColumns,
  below,
  keyColumns,
  parentOf,
  rowKey,
  type StagedChain,
  type StagedTable,
} from '../../sql/staged-chain.ts'
import { ROW_PLACE } from './select-snapshot.ts'

/** What a merge does to one table of a chain, as selects. */
export interface RowChanges {
  /** Places of rows that go, some of them more than once; undefined: none. */
  readonly gone: string | undefined
  /** Rows that come, all columns. */
  readonly add: string
}

/** A table of a chain that is merged. */
export interface MergedTable {
  readonly chain: StagedChain
  readonly one: StagedTable
  readonly strategy: MergeStrategy
  /** Quoted columns at the destination that the schema does not know; rows that are replaced keep what they hold. */
  readonly foreign: readonly string[]
}

/** What a merge does to a table: the root's rows by primary key, those of nested tables by row key. */
export function mergeRows(merged: MergedTable): RowChanges {
  if (merged.strategy === 'insert-only') return insertAbsent(merged.chain, merged.one)
  return merged.one === merged.chain.root ? mergeRoots(merged) : mergeNested(merged)
}

/** Rows with a staged key are replaced, or go where the staged row says that it is deleted. */
function mergeRoots(merged: MergedTable): RowChanges {
  const { chain, strategy } = merged
  const { root } = chain
  const key = keyColumns(chain, root, 'primary_key')
  const source = oneOfEachKey(chain, root, filtered(chain, root))
  const flags = hardDelete(chain, 's.')
  const changed = changedCondition(chain, root)
  const touched = changed === undefined ? '' : ` WHERE ${[flags?.deleted, `(${changed})`].filter(Boolean).join(' OR ')}`
  const gone = `SELECT ${places('d.')} FROM ${root.target} AS d JOIN ${source} AS s ON ${equal(key)}${touched}`
  const absent = `SELECT ${places()} FROM ${root.target} WHERE ${absentRoots(chain)}`
  const where = [
    flags?.alive,
    changed === undefined
      ? undefined
      : `NOT EXISTS (SELECT 1 FROM ${root.target} AS d WHERE ${equal(key)} AND (${changed}) IS NOT TRUE)`,
  ].filter((condition) => condition !== undefined)
  return {
    gone: strategy === 'cdc' ? `${gone} UNION ALL ${absent}` : gone,
    add: `SELECT ${columnsOf(merged, key)} FROM ${source} AS s${where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''}`,
  }
}

/** All rows below staged roots, and below those that they replace, go, and those come that are staged below roots that stay: so elements that a list lost are gone. */
function mergeNested(merged: MergedTable): RowChanges {
  const { chain, one, strategy } = merged
  const key = rowKey(chain, one)
  const source = filtered(chain, one)
  const { root } = chain
  // A root that was appended once has a row id which tells nothing of its key.
  const replaced = `SELECT ${rowKey(chain, root)} FROM ${root.target} WHERE ${isStaged(chain, keyColumns(chain, root, 'primary_key'))}`
  const gone = [
    `SELECT ${places()} FROM ${one.target} WHERE ${belowReplaced(chain, one, replaced)}`,
    `SELECT ${places('d.')} FROM ${one.target} AS d JOIN ${source} AS s ON ${equal([key])}`,
    `SELECT ${places()} FROM ${one.target} WHERE ${below(chain, one, { keys: stagedRoots(chain), side: 'target' })}`,
  ]
  if (strategy === 'cdc') {
    const keys = `SELECT ${rowKey(chain, root)} FROM ${root.target} WHERE ${absentRoots(chain)}`
    gone.push(`SELECT ${places()} FROM ${one.target} WHERE ${below(chain, one, { keys, side: 'target' })}`)
  }
  const deleted = hardDelete(chain)?.deleted
  const orphans =
    deleted === undefined
      ? ''
      : ` WHERE NOT (${below(chain, one, { keys: stagedRoots(chain, deleted), side: 'staging' })})`
  return {
    gone: gone.join(' UNION ALL '),
    add: `SELECT ${columnsOf(merged, [key])} FROM ${oneOfEachKey(chain, one, source)} AS s${orphans}`,
  }
}

/** As `below`, where rows that were appended know their parent, but not their root. */
function belowReplaced(chain: StagedChain, one: StagedTable, keys: string): string {
  const [root] = keyColumns(chain, one, 'root_key')
  const [link] = keyColumns(chain, one, 'parent_key')
  if (root === undefined || link === undefined) return below(chain, one, { keys, side: 'target' })
  const parent = parentOf(chain, one)
  const parents =
    parent === chain.root
      ? keys
      : `SELECT ${rowKey(chain, parent)} FROM ${parent.target} WHERE ${belowReplaced(chain, parent, keys)}`
  return `(${root} IN (${keys}) OR (${root} IS NULL AND ${link} IN (${parents})))`
}

function insertAbsent(chain: StagedChain, one: StagedTable): RowChanges {
  const isRoot = one === chain.root
  const key = isRoot ? keyColumns(chain, one, 'primary_key') : [rowKey(chain, one)]
  const alive = isRoot ? hardDelete(chain)?.alive : undefined
  const rows = alive === undefined ? one.staging : `(SELECT * FROM ${one.staging} WHERE ${alive})`
  const source = oneOfEachKey(chain, one, rows)
  const absent = `NOT EXISTS (SELECT 1 FROM ${one.target} AS d WHERE ${equal(key)})`
  return { gone: undefined, add: `SELECT ${allColumns(chain, one).join(', ')} FROM ${source} AS s WHERE ${absent}` }
}

/** Roots that are not among the staged ones, as far as they may go. */
function absentRoots(chain: StagedChain): string {
  const present = isStaged(chain, keyColumns(chain, chain.root, 'primary_key'))
  return [`NOT ${present}`, ...absentScope(chain)].join(' AND ')
}

/** Staged rows of a table that take part. */
function filtered(chain: StagedChain, one: StagedTable): string {
  const filter = sourceFilter(chain)
  if (filter === undefined) return one.staging
  const where = one === chain.root ? filter : below(chain, one, { keys: stagedRoots(chain), side: 'staging' })
  return `(SELECT * FROM ${one.staging} WHERE ${where})`
}

function columnsOf({ chain, one, foreign }: MergedTable, key: readonly string[]): string {
  const kept = foreign.map(
    (column) => `(SELECT any_value(d.${column}) FROM ${one.target} AS d WHERE ${equal(key)}) AS ${column}`,
  )
  return [...allColumns(chain, one).map((column) => `s.${column}`), ...kept].join(', ')
}

function equal(key: readonly string[]): string {
  return key.map((column) => `d.${column} = s.${column}`).join(' AND ')
}

function places(alias = ''): string {
  return `${alias}${ROW_PLACE.file}, ${alias}${ROW_PLACE.row}`
}
