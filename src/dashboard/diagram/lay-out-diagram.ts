import type { DiagramAnswer, DiagramRequest } from '../api/diagram.ts'
import type { Unchanged } from '../served-route.ts'
import { layOutGroup } from './lay-out-group.ts'
import { linkedGroups, type PlacedGroup } from './linked-groups.ts'

const GAP = 36
/** Width to height that the whole aims at. */
const SHAPE = 1.6

/** Lays boxes out: each group of linked ones by itself, the groups side by side, the large ones first. */
export function layOutDiagram(asked: Unchanged<DiagramRequest>): DiagramAnswer {
  const placed = linkedGroups(asked).map((group) => layOutGroup(asked, group))
  return packed(placed, asked.links.length)
}

/** Groups in shelves, as wide as makes the whole a picture of about the shape of a screen. */
function packed(groups: readonly PlacedGroup[], linkCount: number): DiagramAnswer {
  const area = groups.reduce((sum, one) => sum + (one.width + GAP) * (one.height + GAP), 0)
  const widest = groups.reduce((most, one) => Math.max(most, one.width), 0)
  const wanted = Math.max(widest, Math.sqrt(area * SHAPE))
  const boxes: DiagramAnswer['boxes'] = []
  // Of a link to what is not there nothing is drawn.
  const links = Array.from({ length: linkCount }, (): DiagramAnswer['links'][number] => [])
  let [x, y, shelf, width] = [0, 0, 0, 0]
  for (const group of [...groups].sort((a, b) => b.height - a.height)) {
    if (x > 0 && x + group.width > wanted) {
      y += shelf + GAP
      x = 0
      shelf = 0
    }
    const [left, top] = [x, y]
    for (const box of group.boxes) boxes[box.index] = { x: box.x + left, y: box.y + top }
    for (const { index, points } of group.links) links[index] = points.map((p) => ({ x: p.x + left, y: p.y + top }))
    x += group.width + GAP
    shelf = Math.max(shelf, group.height)
    width = Math.max(width, left + group.width)
  }
  return { boxes, links, width, height: y + shelf }
}
