import { InternalError } from '../../errors/tolva-error.ts'
import { columnsWith, completeColumns } from '../../schema/column-props.ts'
import type { Column, Table } from '../../schema/stored.ts'
import type { SqlDialect } from '../../sql/dialect.ts'

/** A table of a chain with its rows staged beside it. Names are SQL. */
export interface StagedTable {
  readonly table: Table
  readonly target: string
  /** A temporary table or view with the target's columns; empty where the package has no rows for it. */
  readonly staging: string
}

/** A root and the tables below it, each after its parent, ready to be merged. */
export interface StagedChain {
  readonly root: StagedTable
  readonly nested: readonly StagedTable[]
  readonly dialect: SqlDialect
  /** Tables of which several staged rows have one key; undefined: not known, so that any may. */
  readonly repeated?: ReadonlySet<string>
  /** The full name of a further temporary table. */
  temporary(name: string): string
  /** ISO text: where scd2 puts the boundary between versions unless the table says otherwise. */
  readonly boundary: string
}

/** Which rows of a chain are meant: those at the destination or those of the package. */
export type Side = 'target' | 'staging'

/** Quoted names of the columns that carry a hint. */
export function keyColumns({ dialect }: StagedChain, { table }: StagedTable, hint: keyof Column): readonly string[] {
  return columnsWith(table, hint).map(dialect.quote)
}

/** Quoted names of all columns that the table has. */
export function allColumns({ dialect }: StagedChain, { table }: StagedTable): readonly string[] {
  return completeColumns(table).map((column) => dialect.quote(column.name))
}

/**
 * The quoted column that tells rows of a table apart: its row key, else a unique column, else a primary key of one column.
 * @throws InternalError `no_row_key`.
 */
export function rowKey(chain: StagedChain, one: StagedTable): string {
  const primary = keyColumns(chain, one, 'primary_key')
  const column =
    keyColumns(chain, one, 'row_key')[0] ??
    keyColumns(chain, one, 'unique')[0] ??
    (primary.length === 1 ? primary[0] : undefined)
  if (column !== undefined) return column
  throw new InternalError(`table ${one.table.name} has no column that tells its rows apart`, {
    code: 'no_row_key',
    hint: 'Let its rows have _dlt_id, or mark a column unique.',
    context: { table: one.table.name },
  })
}

/** The quoted columns of which a package should hold each combination once: the root's primary key, the row key below it. */
export function distinctKey(chain: StagedChain, one: StagedTable): readonly string[] {
  return one === chain.root ? keyColumns(chain, one, 'primary_key') : [rowKey(chain, one)]
}

/** Whether several staged rows may have one such key. */
export function mayRepeat({ repeated }: StagedChain, { table }: StagedTable): boolean {
  return repeated?.has(table.name) ?? true
}

/**
 * A condition on rows of a nested table: that they hang below root rows whose row key is in `keys`, a select. Tables that
 * do not know their root are followed up through their parents.
 */
export function below(
  chain: StagedChain,
  one: StagedTable,
  where: { readonly keys: string; readonly side: Side },
): string {
  const root = keyColumns(chain, one, 'root_key')[0]
  if (root !== undefined) return `${root} IN (${where.keys})`
  const parent = parentOf(chain, one)
  const link = requireLink(chain, one)
  if (parent === chain.root) return `${link} IN (${where.keys})`
  return `${link} IN (SELECT ${rowKey(chain, parent)} FROM ${parent[where.side]} WHERE ${below(chain, parent, where)})`
}

/** The table above a nested one. */
export function parentOf(chain: StagedChain, one: StagedTable): StagedTable {
  return chain.nested.find(({ table }) => table.name === one.table.parent) ?? chain.root
}

function requireLink(chain: StagedChain, one: StagedTable): string {
  const link = keyColumns(chain, one, 'parent_key')[0]
  if (link !== undefined) return link
  throw new InternalError(`table ${one.table.name} has no column that leads to its parent`, {
    code: 'no_parent_key',
    context: { table: one.table.name },
  })
}
