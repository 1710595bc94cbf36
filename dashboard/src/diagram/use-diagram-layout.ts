import { useMemo } from 'preact/hooks'
import type { Problem } from '../../../src/dashboard/api/problem.ts'
import { useAnswer } from '../api/use-answer.ts'
import type { DiagramGraph } from './diagram-graph.ts'
import { type DiagramLayout, placedDiagram } from './placed-diagram.ts'

/** A layout as it stands: undefined while it is being made. */
export interface LaidOut {
  readonly layout: DiagramLayout | undefined
  readonly problem: Problem | undefined
}

/** Has a graph laid out by the server, which has what it takes; only the last one asked for is given. */
export function useDiagramLayout(graph: DiagramGraph): LaidOut {
  const body = useMemo(
    () => ({
      boxes: graph.tables.map(({ name, width, height }) => ({ name, width, height })),
      links: graph.links.map(({ from, to }) => ({ from, to })),
    }),
    [graph],
  )
  const { data, problem } = useAnswer({ route: 'diagram', body })
  const layout = useMemo(() => data && placedDiagram(graph, data), [data, graph])
  return { layout, problem }
}
