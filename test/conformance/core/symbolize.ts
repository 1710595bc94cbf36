import type { RunSnapshot, TableSnapshot } from './snapshot.ts'
import { sortHashes } from './sort-hashes.ts'

type Row = Readonly<Record<string, unknown>>
type Tables = RunSnapshot['tables']

const SYSTEM_TABLE = /^_?dlt_(version|loads|pipeline_state)$/i
const ID_COLUMNS = ['_dlt_id', '_dlt_parent_id', '_dlt_root_id']

export function isSystemTable(name: string): boolean {
  return SYSTEM_TABLE.test(name)
}

/** Every row id that stands literally in recorded tables: a deterministic one, which ours must equal. */
export function literalIds(tables: Tables): ReadonlySet<string> {
  const found = new Set<string>()
  for (const { rows } of Object.values(tables)) {
    for (const row of rows) {
      for (const column of ID_COLUMNS) {
        const id = row[column]
        if (typeof id === 'string' && !id.startsWith('@')) found.add(id)
      }
    }
  }
  return found
}

/**
 * Brings tables into one canonical form: load ids are numbered densely, row ids that are not literal are renamed after
 * what their row and its descendants hold, rows are sorted. Two datasets are equal up to a renaming of ids exactly
 * when their canonical forms are equal.
 */
export function canonicalTables(tables: Tables, literals: ReadonlySet<string>): Record<string, TableSnapshot> {
  const names = nameIds(tables, literals)
  const loads = denseLoads(tables)
  const canonical: Record<string, TableSnapshot> = {}
  for (const [table, { columns, rows }] of Object.entries(tables)) {
    const renamed = rows.map((row) =>
      mapRow(row, (value, column) => {
        if (typeof value !== 'string') return sortHashes(floatText(value))
        if (ID_COLUMNS.includes(column) && !isSystemTable(table)) {
          return literals.has(value) ? value : (names.get(value) ?? '@gone')
        }
        return loads(value)
      }),
    )
    canonical[table] = { columns, rows: sortRows(renamed) }
  }
  return canonical
}

/** Names for the ids of all rows: parents before children, equal subtrees in any order. */
function nameIds(tables: Tables, literals: ReadonlySet<string>): Map<string, string> {
  const nodes: { table: string; row: Row }[] = []
  const ids = new Set<unknown>()
  for (const [table, { rows }] of Object.entries(tables)) {
    if (isSystemTable(table)) continue
    for (const row of rows) {
      nodes.push({ table, row })
      ids.add(row._dlt_id)
    }
  }
  const children = Map.groupBy(nodes, (node) => node.row._dlt_parent_id)
  const loads = denseLoads(tables)
  const signatures = new Map<Row, string>()

  function signature(node: { table: string; row: Row }): string {
    const known = signatures.get(node.row)
    if (known !== undefined) return known
    signatures.set(node.row, '(cycle)')
    const own = mapRow(node.row, (value, column) => {
      if (typeof value !== 'string') return floatText(value)
      return ID_COLUMNS.includes(column) && !literals.has(value) ? '@id' : loads(value)
    })
    const below = descend(node).map(signature).sort()
    const text = `${node.table}${rowText(own)}[${below.join(',')}]`
    signatures.set(node.row, text)
    return text
  }

  function descend(node: { row: Row }): readonly { table: string; row: Row }[] {
    return typeof node.row._dlt_id === 'string' ? (children.get(node.row._dlt_id) ?? []) : []
  }

  const names = new Map<string, string>()
  const counts = new Map<string, number>()
  function name(list: readonly { table: string; row: Row }[]): void {
    const keyed = list.map((node) => ({ node, key: signature(node) }))
    keyed.sort((a, b) => listIndex(a.node.row) - listIndex(b.node.row) || compareText(a.key, b.key))
    for (const { node } of keyed) {
      const id = node.row._dlt_id
      if (typeof id !== 'string' || names.has(id)) continue
      const count = counts.get(node.table) ?? 0
      counts.set(node.table, count + 1)
      names.set(id, `@id:${node.table}:${count}`)
      name(descend(node))
    }
  }
  name(nodes.filter(({ row }) => row._dlt_parent_id == null || !ids.has(row._dlt_parent_id)))
  return names
}

/** `@load:N` and `@load_ts:N` with the numbers that occur made 0, 1, 2…: refreshed datasets may have lost some. */
function denseLoads(tables: Tables): (value: string) => string {
  const numbers = new Set<number>()
  for (const { rows } of Object.values(tables)) {
    for (const row of rows) for (const value of Object.values(row)) addLoad(value)
  }
  const dense = new Map([...numbers].sort((a, b) => a - b).map((number, index) => [String(number), index]))
  return (value) => value.replace(/^@(load|load_ts):(\d+)$/, (_, kind, number) => `@${kind}:${dense.get(number)}`)

  function addLoad(value: unknown): void {
    const number = typeof value === 'string' ? /^@load(?:_ts)?:(\d+)$/.exec(value)?.[1] : undefined
    if (number !== undefined) numbers.add(Number(number))
  }
}

function floatText(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$float' in value)) return value
  const number = Number(value.$float)
  return { $float: Number.isNaN(number) ? value.$float : String(number) }
}

function mapRow(row: Row, change: (value: unknown, column: string) => unknown): Row {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, change(value, column)]))
}

function sortRows(rows: readonly Row[]): Row[] {
  return rows
    .map((row) => ({ row, text: rowText(row) }))
    .sort((a, b) => compareText(a.text, b.text))
    .map(({ row }) => row)
}

/** A row as one text, whatever the order of its columns. */
export function rowText(row: Row): string {
  return JSON.stringify(Object.entries(row).sort(([a], [b]) => compareText(a, b)))
}

function listIndex(row: Row): number {
  return Number(row._dlt_list_idx ?? 0)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
