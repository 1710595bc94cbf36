import { SchemaError } from '../../errors/tolva-error.ts'
import { columnsWith } from '../../schema/column-props.ts'
import type { Column, Json } from '../../schema/stored.ts'
import { absentScope, isStaged, sourceFilter, stagedRoots } from './merge-conditions.ts'
import { allColumns, below, rowKey, type StagedChain, type StagedTable } from './staged-chain.ts'

/**
 * Keeps history: versions that are no longer staged end at the boundary, staged ones that are not active begin there. With
 * a merge key, versions whose key is absent stay active. Nested rows are only ever inserted.
 * @throws SchemaError `scd2_columns_missing`.
 */
export function scd2(chain: StagedChain): readonly string[] {
  const { root, nested } = chain
  const from = requireColumn(chain, 'x-valid-from')
  const to = requireColumn(chain, 'x-valid-to')
  const version = chain.dialect.quote(requireColumn(chain, 'x-row-version').name)
  const boundary = timestamp(chain, from, root.table['x-boundary-timestamp'] ?? chain.boundary)
  const active = timestamp(chain, to, to['x-active-record-timestamp'])
  const [begin, end] = [chain.dialect.quote(from.name), chain.dialect.quote(to.name)]
  const isActive = active === 'NULL' ? `${end} IS NULL` : `${end} = ${active}`
  const filter = sourceFilter(chain)
  // NOT EXISTS rather than NOT IN, which engines compare row by row once the staged rows do not fit into memory.
  const retired = [`NOT ${isStaged(chain, [version])}`, isActive, ...absentScope(chain)].join(' AND ')
  const columns = allColumns(chain, root).filter((column) => column !== begin && column !== end)
  const isNew = `NOT EXISTS (SELECT 1 FROM ${root.target} AS d WHERE d.${version} = s.${version} AND ${isActive})`
  return [
    `UPDATE ${root.target} SET ${end} = ${boundary} WHERE ${retired}`,
    `INSERT INTO ${root.target} (${[...columns, begin, end].join(', ')}) SELECT ${[...columns, boundary, active].join(', ')} ` +
      `FROM ${root.staging} AS s WHERE ${isNew}${filter === undefined ? '' : ` AND (${filter})`}`,
    ...nested.map((one) => insertNew(chain, one, filter === undefined ? undefined : stagedVersions(chain, version))),
  ]
}

function insertNew(chain: StagedChain, one: StagedTable, keys: string | undefined): string {
  const key = rowKey(chain, one)
  const columns = allColumns(chain, one).join(', ')
  const isNew = `NOT EXISTS (SELECT 1 FROM ${one.target} AS d WHERE d.${key} = s.${key})`
  const where = keys === undefined ? isNew : `${isNew} AND ${below(chain, one, { keys, side: 'staging' })}`
  return `INSERT INTO ${one.target} (${columns}) SELECT ${columns} FROM ${one.staging} AS s WHERE ${where}`
}

/** Row keys of the staged roots; the row version is the row key unless the user names a version of their own. */
function stagedVersions(chain: StagedChain, version: string): string {
  if (columnsWith(chain.root.table, 'row_key').length > 0) return stagedRoots(chain)
  return `SELECT ${version} FROM ${chain.root.staging} WHERE ${sourceFilter(chain) ?? 'TRUE'}`
}

function requireColumn({ root }: StagedChain, hint: keyof Column): Column {
  const [name] = columnsWith(root.table, hint)
  const column = name === undefined ? undefined : root.table.columns.get(name)
  if (column !== undefined) return column
  throw new SchemaError(`table ${root.table.name} is to keep history, but has no column with hint ${hint}`, {
    code: 'scd2_columns_missing',
    hint: "Give its resource the write disposition { disposition: 'merge', strategy: 'scd2' } and load it anew.",
    context: { table: root.table.name },
  })
}

/** A moment as SQL: ISO text or seconds since the epoch; `NULL` for nothing. */
function timestamp({ dialect }: StagedChain, column: Column, value: Json | undefined): string {
  if (value === null || value === undefined) return 'NULL'
  const text = typeof value === 'number' ? new Date(value * 1000).toISOString() : String(value)
  return `CAST(${dialect.literal(text)} AS ${dialect.typeOf(column)})`
}
