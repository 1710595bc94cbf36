import type { DiagramAnswer } from '../../../src/dashboard/api/diagram.ts'
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

/** Puts what a graph has at the places that the server gave. */
export function placedDiagram(
  { tables, links }: DiagramGraph,
  { boxes, links: lines, ...size }: DiagramAnswer,
): DiagramLayout {
  return {
    tables: tables.map((table, index) => ({ ...table, ...(boxes[index] ?? { x: 0, y: 0 }) })),
    links: links.map((link, index) => ({ ...link, points: lines[index] ?? [] })),
    ...size,
  }
}
