import { Graph, layout } from '@dagrejs/dagre'
import type { DiagramRequest } from '../api/diagram.ts'
import type { Unchanged } from '../served-route.ts'
import type { LinkedGroup, PlacedGroup } from './linked-groups.ts'

/** Lays out boxes that are linked: each stands left of those that are nested in it or refer to it. */
export function layOutGroup(asked: Unchanged<DiagramRequest>, group: LinkedGroup): PlacedGroup {
  const boxes = group.boxes.flatMap((index) => {
    const box = asked.boxes[index]
    return box === undefined ? [] : [{ index, ...box }]
  })
  const links = group.links.flatMap((index) => {
    const link = asked.links[index]
    return link === undefined ? [] : [{ index, ...link }]
  })
  const [only] = boxes
  if (only !== undefined && boxes.length === 1 && links.length === 0) {
    return { boxes: [{ index: only.index, x: 0, y: 0 }], links: [], width: only.width, height: only.height }
  }
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'LR', nodesep: 22, ranksep: 64, edgesep: 12 })
  for (const { name, width, height } of boxes) graph.setNode(name, { width, height })
  for (const { index, from, to } of links) graph.setEdge(to, from, {}, String(index))
  layout(graph)
  const { width = 0, height = 0 } = graph.graph()
  return {
    boxes: boxes.map((box) => {
      const { x = 0, y = 0 } = graph.node(box.name)
      return { index: box.index, x: x - box.width / 2, y: y - box.height / 2 }
    }),
    links: links.map(({ index, from, to }) => ({ index, points: graph.edge(to, from, String(index)).points ?? [] })),
    width,
    height,
  }
}
