import { InternalError } from '../errors/tolva-error.ts'
import type { Table } from './stored.ts'

type Tables = ReadonlyMap<string, Table>

/** Whether the table hangs on a parent by parent key and row key. */
export function isNested(table: Table): boolean {
  return Boolean(table.parent)
}

/**
 * The table at the top of `name`'s chain; itself where it is a root.
 * @throws InternalError `unknown_table` where a table of the chain is missing.
 */
export function rootOf(tables: Tables, name: string): Table {
  let table = requireTable(tables, name)
  while (table.parent) table = requireTable(tables, table.parent)
  return table
}

/** The table and all tables below it, each after its parent; empty where the table is unknown. */
export function chainOf(tables: Tables, name: string): readonly Table[] {
  const table = tables.get(name)
  if (!table) return []
  const children = new Map<string, Table[]>()
  for (const candidate of tables.values()) {
    if (!candidate.parent) continue
    const siblings = children.get(candidate.parent)
    if (siblings) siblings.push(candidate)
    else children.set(candidate.parent, [candidate])
  }
  const chain: Table[] = []
  const stack = [table]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    chain.push(next)
    stack.push(...(children.get(next.name) ?? []).toReversed())
  }
  return chain
}

/** A table's own value of a hint, else that of the nearest table above it; undefined where none has it. */
export function inheritedHint<K extends keyof Table>(tables: Tables, name: string, hint: K): Table[K] | undefined {
  for (let table = tables.get(name); table !== undefined; table = table.parent ? tables.get(table.parent) : undefined) {
    if (hint in table) return table[hint]
  }
  return undefined
}

/** Tables by the resource they belong to, nested tables with their roots. */
export function tablesByResource(tables: Tables): ReadonlyMap<string, readonly Table[]> {
  const result = new Map<string, Table[]>()
  for (const table of tables.values()) {
    if (!table.resource) continue
    const chain = chainOf(tables, table.name)
    result.set(table.resource, [...(result.get(table.resource) ?? []), ...chain])
  }
  return result
}

function requireTable(tables: Tables, name: string): Table {
  const table = tables.get(name)
  if (table) return table
  throw new InternalError(`table ${name} is not in the schema`, { code: 'unknown_table', context: { table: name } })
}
