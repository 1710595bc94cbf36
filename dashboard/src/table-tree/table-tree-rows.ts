import type { TableShape } from '../../../src/dashboard/api/schema.ts'

/** What the tree must know of a table. */
export type TreeTable = Pick<TableShape, 'name' | 'parent' | 'resource' | 'system'>

/** A line of the tree. */
export interface TreeRow {
  readonly table: TreeTable
  /** 1 for tables that are nested in none. */
  readonly level: number
  /** Absent: no tables are nested in it. */
  readonly isOpen?: boolean
  /** Its place among those beside it, from 1, and how many they are. */
  readonly place: number
  readonly beside: number
}

/** Which lines are wanted. */
export interface TreeChoice {
  readonly search: string
  readonly withSystem: boolean
  /** Tables whose nested ones are folded away. */
  readonly closed: ReadonlySet<string>
}

/** The lines of the tree of tables: each followed by those nested in it. A search keeps what it finds and what that is nested in. */
export function tableTreeRows(tables: readonly TreeTable[], choice: TreeChoice): TreeRow[] {
  const wanted = tables.filter((table) => choice.withSystem || !table.system)
  const names = new Set(wanted.map((table) => table.name))
  const nested = new Map<string | undefined, TreeTable[]>()
  for (const table of wanted) {
    const parent = table.parent !== undefined && names.has(table.parent) ? table.parent : undefined
    nested.set(parent, [...(nested.get(parent) ?? []), table])
  }
  for (const list of nested.values())
    list.sort((a, b) => Number(a.system) - Number(b.system) || compare(a.name, b.name))
  const kept = keptBySearch(wanted, choice.search)

  const rows: TreeRow[] = []
  const add = (parent: string | undefined, level: number) => {
    const beside = (nested.get(parent) ?? []).filter((table) => kept === undefined || kept.has(table.name))
    beside.forEach((table, i) => {
      const hasNested = (nested.get(table.name) ?? []).some((one) => kept === undefined || kept.has(one.name))
      const isOpen = kept !== undefined || !choice.closed.has(table.name)
      rows.push({ table, level, place: i + 1, beside: beside.length, ...(hasNested && { isOpen }) })
      if (hasNested && isOpen) add(table.name, level + 1)
    })
  }
  add(undefined, 1)
  return rows
}

/** The name of a nested table without that of the table it is nested in. */
export function shortTableName({ name, parent }: TreeTable): string {
  if (parent === undefined || !name.startsWith(parent)) return name
  // Naming conventions part the two by `__` or by `▶`.
  const rest = /^(?:__|▶)(.+)$/s.exec(name.slice(parent.length))?.[1]
  return rest ?? name
}

function keptBySearch(tables: readonly TreeTable[], search: string): ReadonlySet<string> | undefined {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return undefined
  const byName = new Map(tables.map((table) => [table.name, table]))
  const kept = new Set<string>()
  for (const table of tables) {
    const text = `${table.name} ${table.resource ?? ''}`.toLowerCase()
    if (!words.every((word) => text.includes(word))) continue
    let one: TreeTable | undefined = table
    while (one !== undefined && !kept.has(one.name)) {
      kept.add(one.name)
      one = one.parent === undefined ? undefined : byName.get(one.parent)
    }
  }
  return kept
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
