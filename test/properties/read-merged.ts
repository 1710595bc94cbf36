import { connectDuckDb } from '../../src/duckdb/connection.ts'
import type { Doc, ModelRow } from './merge-model.ts'
import { ACTIVE, boundaryOf } from './merge-world.ts'

type Cells = Readonly<Record<string, unknown>>

/** Rows of merged tables put together to documents again, with the numbers of the runs that wrote them. */
export async function readMerged(
  file: string,
  tables: readonly string[],
): Promise<ReadonlyMap<string, readonly ModelRow[]>> {
  await using connection = await connectDuckDb(file, { readOnly: true })
  const real = new Set((await connection.rows('SELECT table_name FROM duckdb_tables()')).map(([name]) => String(name)))
  const select = async (table: string): Promise<readonly Cells[]> => {
    if (!real.has(table)) return []
    const result = await connection.stream(`SELECT * FROM d."${table}"`)
    const all: Cells[] = []
    for await (const chunk of result) {
      for (const row of chunk) all.push(Object.fromEntries(result.columns.map(({ name }, at) => [name, row[at]])))
    }
    return all
  }
  const loads = (await connection.rows('SELECT load_id FROM d._dlt_loads ORDER BY load_id')).map(([id]) => String(id))
  const merged = new Map<string, readonly ModelRow[]>()
  for (const table of tables) {
    const roots = await select(table)
    const items = await select(`${table}__items`)
    const deep = await select(`${table}__deep`)
    const lists = await select(`${table}__deep__l`)
    const found = roots.map((root) => {
      const own = below(deep, root)
      const row = {
        a: Number(root.a),
        b: Number(root.b),
        g: Number(root.g),
        v: String(root.v),
        seq: Number(root.seq),
        ...('gone' in root ? { gone: goneOf(root.gone) } : {}),
        items: below(items, root).map((item) => Number(item.value)),
        deep: own.map((one) => ({ x: Number(one.x), l: below(lists, one).map((item) => Number(item.value)) })),
      } satisfies Doc
      return { doc: row, load: loads.indexOf(String(root._dlt_load_id)), ...validityOf(root, loads) }
    })
    const lost = [...orphans(items, roots), ...orphans(deep, roots), ...orphans(lists, deep)]
    if (lost.length > 0) throw new Error(`${table} has nested rows without a parent: ${lost.join(', ')}`)
    merged.set(table, found)
  }
  return merged
}

function below(rows: readonly Cells[], parent: Cells): readonly Cells[] {
  return rows
    .filter((row) => row._dlt_parent_id === parent._dlt_id)
    .toSorted((one, other) => Number(one._dlt_list_idx) - Number(other._dlt_list_idx))
}

function orphans(rows: readonly Cells[], parents: readonly Cells[]): readonly string[] {
  const ids = new Set(parents.map((parent) => parent._dlt_id))
  return rows.filter((row) => !ids.has(row._dlt_parent_id)).map((row) => String(row._dlt_id))
}

function goneOf(gone: unknown): boolean | string | null {
  return typeof gone === 'boolean' || typeof gone === 'string' ? gone : null
}

function validityOf(root: Cells, loads: readonly string[]): { readonly from?: number; readonly to?: number | null } {
  const from = root._dlt_valid_from ?? root.valid_from
  const to = '_dlt_valid_to' in root ? root._dlt_valid_to : root.valid_to
  if (from === undefined) return {}
  const loadAt = (moment: unknown) => {
    const index = loads.findIndex((load, run) => [momentOf(load), boundaryOf(run)].includes(String(moment)))
    if (index < 0) throw new Error(`no load began at ${String(moment)}`)
    return index
  }
  return {
    from: loadAt(from),
    to: to === null || to === ACTIVE ? null : loadAt(to),
  }
}

/** dlt's load ids are seconds; history is kept in microseconds. */
function momentOf(load: string): string {
  const [seconds, fraction = ''] = load.split('.')
  const text = new Date(Number(seconds) * 1000).toISOString().slice(0, 19)
  return `${text}.${fraction.padEnd(6, '0').slice(0, 6)}Z`
}
