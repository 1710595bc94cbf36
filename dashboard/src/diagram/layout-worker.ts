import type { DiagramGraph } from './diagram-graph.ts'
import { layOutDiagram } from './diagram-layout.ts'

// A large layout takes seconds, in which the page must not stand still.
addEventListener('message', (event: MessageEvent<{ readonly graph: DiagramGraph; readonly turn: number }>) => {
  const { graph, turn } = event.data
  const started = performance.now()
  postMessage({ turn, layout: layOutDiagram(graph), ms: performance.now() - started })
})
