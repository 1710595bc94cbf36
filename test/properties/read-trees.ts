import { connectDuckDb } from '../../src/duckdb/connection.ts'
import type { Schema } from '../../src/schema/stored.ts'

type Row = Readonly<Record<string, unknown>>

/** What a dataset holds, free of ids and load ids. */
export interface Trees {
  /** Table → `name type nullable` of its columns in their order. */
  readonly columns: Readonly<Record<string, readonly string[]>>
  /** Root table → its rows with all below them, as sorted texts. Columns without a value are left out. */
  readonly rows: Readonly<Record<string, readonly string[]>>
}

/** Reads dataset `d` of a DuckDB file; each nested row must have its parent. */
export async function readTrees(file: string, { tables }: Schema): Promise<Trees> {
  await using connection = await connectDuckDb(file, { readOnly: true })
  const columns: Record<string, string[]> = {}
  const described = await connection.rows(
    `SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() WHERE schema_name = 'd'
     AND NOT starts_with(table_name, '_dlt_') ORDER BY table_name, column_index`,
  )
  for (const [table, ...column] of described) {
    const own = columns[String(table)] ?? []
    own.push(column.join(' '))
    columns[String(table)] = own
  }
  const all = new Map<string, readonly Row[]>()
  for (const table of Object.keys(columns)) all.set(table, await rowsOf(table))
  // Two ways may lead to one table (`x: [{ y: [] }]` and `x: { y: [] }`), so that ids tell whose child a row is.
  const children = new Map<unknown, { readonly table: string; readonly row: Row }[]>()
  for (const [table, found] of all) {
    for (const row of found) {
      if (row._dlt_parent_id === undefined || row._dlt_parent_id === null) continue
      children.set(row._dlt_parent_id, [...(children.get(row._dlt_parent_id) ?? []), { table, row }])
    }
  }
  const treeOf = (row: Row): unknown => {
    const values = Object.entries(row).filter(([name, value]) => !name.startsWith('_dlt_') && value !== null)
    const own = children.get(row._dlt_id) ?? []
    children.delete(row._dlt_id)
    const lists = [...new Set(own.map(({ table }) => table))].map((table) => {
      const rows = own.filter((one) => one.table === table).map((one) => one.row)
      const sorted = rows.toSorted((one, other) => Number(one._dlt_list_idx) - Number(other._dlt_list_idx))
      return [table, sorted.map(treeOf)]
    })
    return Object.fromEntries([...values, ...lists].toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)))
  }
  const roots = [...all].filter(([table]) => !tables.get(table)?.parent)
  const rows = Object.fromEntries(
    roots.map(([table, found]) => [table, found.map((row) => JSON.stringify(treeOf(row))).sort()]),
  )
  if (children.size > 0) throw new Error(`nested rows lack their parents ${[...children.keys()].join(', ')}`)
  return { columns, rows }

  async function rowsOf(table: string): Promise<readonly Row[]> {
    const result = await connection.stream(`SELECT * FROM d."${table}"`)
    const found: Row[] = []
    for await (const chunk of result) {
      for (const row of chunk) {
        const cells = result.columns.map(({ name }, at) => [
          name,
          typeof row[at] === 'bigint' ? String(row[at]) : row[at],
        ])
        found.push(Object.fromEntries(cells))
      }
    }
    return found
  }
}
