import { Graph, layout } from '@dagrejs/dagre'
import type { DiagramGraph, DiagramLink, DiagramTable } from './diagram-graph.ts'

/** A table at its place: of its upper left corner. */
export interface PlacedTable extends DiagramTable {
  readonly x: number
  readonly y: number
}

/** A link with the points that its line goes through. */
export interface PlacedLink extends DiagramLink {
  readonly points: readonly { readonly x: number; readonly y: number }[]
}

/** Tables and links at their places. */
export interface DiagramLayout {
  readonly tables: readonly PlacedTable[]
  readonly links: readonly PlacedLink[]
  readonly width: number
  readonly height: number
}

const GAP = 36
/** Width to height that the whole aims at. */
const SHAPE = 1.6

/** Lays tables out: each group of linked ones by itself, the groups side by side, the large ones first. */
export function layOutDiagram(graph: DiagramGraph): DiagramLayout {
  return packed(groupsOf(graph).map(layOutGroup))
}

function groupsOf({ tables, links }: DiagramGraph): DiagramGraph[] {
  const group = new Map(tables.map((table) => [table.name, table.name]))
  const find = (name: string): string => {
    let at = name
    while (group.get(at) !== at) at = group.get(at) ?? at
    group.set(name, at)
    return at
  }
  for (const { from, to } of links) group.set(find(from), find(to))
  const groups = new Map<string, { tables: DiagramTable[]; links: DiagramLink[] }>()
  for (const table of tables) {
    const key = find(table.name)
    const one = groups.get(key) ?? { tables: [], links: [] }
    one.tables.push(table)
    groups.set(key, one)
  }
  for (const link of links) groups.get(find(link.from))?.links.push(link)
  return [...groups.values()]
}

function layOutGroup({ tables, links }: DiagramGraph): DiagramLayout {
  const [only] = tables
  if (only !== undefined && tables.length === 1 && links.length === 0) {
    return { tables: [{ ...only, x: 0, y: 0 }], links: [], width: only.width, height: only.height }
  }
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'LR', nodesep: 22, ranksep: 64, edgesep: 12 })
  for (const { name, width, height } of tables) graph.setNode(name, { width, height })
  // A table stands left of what is nested in it or refers to it.
  for (const [i, { from, to }] of links.entries()) graph.setEdge(to, from, {}, String(i))
  layout(graph)
  const placed = tables.map((table) => {
    const { x = 0, y = 0 } = graph.node(table.name)
    return { ...table, x: x - table.width / 2, y: y - table.height / 2 }
  })
  const drawn = links.map((link, i) => ({ ...link, points: graph.edge(link.to, link.from, String(i)).points ?? [] }))
  const { width = 0, height = 0 } = graph.graph()
  return { tables: placed, links: drawn, width, height }
}

/** Groups in shelves, as wide as makes the whole a picture of about the shape of a screen. */
function packed(groups: readonly DiagramLayout[]): DiagramLayout {
  const area = groups.reduce((sum, one) => sum + (one.width + GAP) * (one.height + GAP), 0)
  const widest = groups.reduce((most, one) => Math.max(most, one.width), 0)
  const wanted = Math.max(widest, Math.sqrt(area * SHAPE))
  const tables: PlacedTable[] = []
  const links: PlacedLink[] = []
  let [x, y, shelf, width] = [0, 0, 0, 0]
  for (const group of [...groups].sort((a, b) => b.height - a.height)) {
    if (x > 0 && x + group.width > wanted) {
      y += shelf + GAP
      x = 0
      shelf = 0
    }
    const [left, top] = [x, y]
    tables.push(...group.tables.map((table) => ({ ...table, x: table.x + left, y: table.y + top })))
    links.push(
      ...group.links.map((link) => ({ ...link, points: link.points.map((p) => ({ x: p.x + left, y: p.y + top })) })),
    )
    x += group.width + GAP
    shelf = Math.max(shelf, group.height)
    width = Math.max(width, left + group.width)
  }
  return { tables, links, width, height: y + shelf }
}
