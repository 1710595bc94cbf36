import { useEffect, useRef, useState } from 'preact/hooks'
import type { DiagramGraph } from './diagram-graph.ts'
import type { DiagramLayout } from './diagram-layout.ts'

/** A layout as it stands: undefined while it is being made. */
export interface LaidOut {
  readonly layout: DiagramLayout | undefined
  readonly failed: string | undefined
}

interface Answer {
  readonly turn: number
  readonly layout: DiagramLayout
}

/** Has a graph laid out beside the page; only the last one asked for is given. */
export function useDiagramLayout(graph: DiagramGraph): LaidOut {
  const worker = useRef<Worker>()
  const turn = useRef(0)
  const [laidOut, setLaidOut] = useState<LaidOut & { readonly of?: DiagramGraph }>({
    layout: undefined,
    failed: undefined,
  })
  useEffect(() => {
    worker.current?.terminate()
    const own = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' })
    worker.current = own
    turn.current += 1
    own.onmessage = ({ data }: MessageEvent<Answer>) => {
      if (data.turn === turn.current) setLaidOut({ layout: data.layout, failed: undefined, of: graph })
    }
    own.onerror = (event) =>
      setLaidOut({ layout: undefined, failed: event.message || 'The layout could not be made.', of: graph })
    own.postMessage({ graph, turn: turn.current })
    return () => own.terminate()
  }, [graph])
  return laidOut.of === graph ? laidOut : { layout: undefined, failed: undefined }
}
