import type { DiagramRequest } from '../api/diagram.ts'
import type { Unchanged } from '../served-route.ts'

/** Boxes that are linked to each other, by their places in what was asked. */
export interface LinkedGroup {
  readonly boxes: readonly number[]
  readonly links: readonly number[]
}

type Point = { readonly x: number; readonly y: number }

/** A group that has been laid out. */
export interface PlacedGroup {
  readonly boxes: readonly (Point & { readonly index: number })[]
  readonly links: readonly { readonly index: number; readonly points: readonly Point[] }[]
  readonly width: number
  readonly height: number
}

/** The groups of a diagram: no link leads from one to another. Links to boxes that are not there are in none. */
export function linkedGroups({ boxes, links }: Unchanged<DiagramRequest>): readonly LinkedGroup[] {
  const head = new Map(boxes.map(({ name }) => [name, name]))
  const headOf = (name: string): string => {
    let at = name
    while (head.get(at) !== at) at = head.get(at) ?? at
    head.set(name, at)
    return at
  }
  for (const { from, to } of links) if (head.has(from) && head.has(to)) head.set(headOf(from), headOf(to))
  const groups = new Map<string, { boxes: number[]; links: number[] }>()
  for (const [index, { name }] of boxes.entries()) {
    const group = groups.get(headOf(name)) ?? { boxes: [], links: [] }
    group.boxes.push(index)
    groups.set(headOf(name), group)
  }
  for (const [index, { from, to }] of links.entries()) {
    if (head.has(from) && head.has(to)) groups.get(headOf(from))?.links.push(index)
  }
  return [...groups.values()]
}
