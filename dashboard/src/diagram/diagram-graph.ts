import type { SchemaShape, TableShape } from '../../../src/dashboard/api/schema.ts'

/** A line of a table in a diagram. */
export interface DiagramColumn {
  readonly name: string
  readonly type: string
  /** `PK`: a key; `FK`: it refers to another table. */
  readonly key?: 'PK' | 'FK'
}

/** A table in a diagram, as large as what it shows. */
export interface DiagramTable {
  readonly name: string
  readonly columns: readonly DiagramColumn[]
  /** Columns that are not shown. */
  readonly more: number
  readonly width: number
  readonly height: number
}

/** A link between two tables of a diagram. */
export interface DiagramLink {
  readonly from: string
  readonly to: string
  readonly label: string
  /** Of a table to the one that it is nested in. */
  readonly isNested: boolean
}

/** What is laid out. */
export interface DiagramGraph {
  readonly tables: readonly DiagramTable[]
  readonly links: readonly DiagramLink[]
}

export const HEAD_HEIGHT = 30
export const LINE_HEIGHT = 20
const PADDING = 6
const SHOWN_COLUMNS = 10
const CHARACTER = 6.9

/** The tables of a schema and how they are linked. Without those of the system, whose links say the same of every table. */
export function diagramGraph(schemas: readonly SchemaShape[], withSystem: boolean): DiagramGraph {
  const shapes = schemas.flatMap((schema) => schema.tables).filter((table) => withSystem || !table.system)
  const names = new Set(shapes.map((table) => table.name))
  const links = schemas
    .flatMap((schema) => schema.references)
    .filter(({ table, to, label }) => names.has(table) && names.has(to) && label !== '_dlt_root')
    .map((one) => ({ from: one.table, to: one.to, columns: one.columns, toColumns: one.toColumns, label: one.label }))
  const tables = unique(shapes).map((table) => {
    const refers = new Set(links.filter((link) => link.from === table.name).flatMap((link) => link.columns))
    const meant = new Set(links.filter((link) => link.to === table.name).flatMap((link) => link.toColumns))
    return diagramTable(table, refers, meant)
  })
  return {
    tables,
    links: links.map(({ from, to, label }) => ({ from, to, label, isNested: label === '_dlt_parent' })),
  }
}

/** A table with those that it is linked to, directly or through as many others as `steps` say. */
export function aroundTable(graph: DiagramGraph, table: string, steps = 1): DiagramGraph {
  let kept = new Set([table])
  for (let step = 0; step < steps; step++) {
    const next = new Set(kept)
    for (const { from, to } of graph.links) {
      if (kept.has(from)) next.add(to)
      if (kept.has(to)) next.add(from)
    }
    kept = next
  }
  return {
    tables: graph.tables.filter((one) => kept.has(one.name)),
    links: graph.links.filter((link) => kept.has(link.from) && kept.has(link.to)),
  }
}

function diagramTable(table: TableShape, refers: ReadonlySet<string>, meant: ReadonlySet<string>): DiagramTable {
  const columns = table.columns.map((column): DiagramColumn & { readonly rank: number } => {
    const isKey = column.hints.includes('primary_key') || column.hints.includes('merge_key')
    const rank = isKey
      ? 0
      : refers.has(column.name) || meant.has(column.name)
        ? 1
        : column.name.startsWith('_dlt')
          ? 3
          : 2
    const key = isKey ? 'PK' : refers.has(column.name) ? 'FK' : undefined
    return { name: column.name, type: column.type, rank, ...(key && { key }) }
  })
  const wanted = columns.filter((column) => column.rank < 3 || table.system).sort((a, b) => a.rank - b.rank)
  const shown = wanted.slice(0, SHOWN_COLUMNS).map(({ rank: _, ...column }) => column)
  const more = columns.length - shown.length
  const lengths = shown.map((column) => column.name.length + column.type.length + 6)
  const width = Math.min(340, Math.max(150, Math.max(table.name.length * 1.16 + 3, ...lengths) * CHARACTER + 16))
  const lines = shown.length + (more > 0 ? 1 : 0)
  return {
    name: table.name,
    columns: shown,
    more,
    width: Math.round(width),
    height: HEAD_HEIGHT + lines * LINE_HEIGHT + PADDING,
  }
}

function unique(tables: readonly TableShape[]): TableShape[] {
  return [...new Map(tables.map((table) => [table.name, table])).values()]
}
