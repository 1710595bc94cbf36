import { useEffect, useRef, useState } from 'preact/hooks'
import { ProblemNote } from '../design/problem-note.tsx'
import { Skeleton } from '../design/skeleton.tsx'
import type { DrawnChart } from './render-chart.ts'

interface ChartViewProps {
  /** A compiled chart: `vega` of a report's cell or of the route `chart`. */
  readonly vega: Readonly<Record<string, unknown>>
  /** What it shows, in words. */
  readonly label: string
}

/** A chart; what draws it is fetched when the first one is shown. */
export function ChartView({ vega, label }: ChartViewProps) {
  const place = useRef<HTMLDivElement>(null)
  const [state, setState] = useState<'drawing' | 'drawn' | { readonly failed: string }>('drawing')
  useEffect(() => {
    let drawn: DrawnChart | undefined
    let isGone = false
    const draw = async () => {
      const { renderChart } = await import('./render-chart.ts')
      if (isGone || place.current === null) return
      const made = await renderChart(place.current, vega, { label })
      if (isGone) made.remove()
      else {
        drawn = made
        setState('drawn')
      }
    }
    draw().catch((error: unknown) => {
      if (!isGone) setState({ failed: error instanceof Error ? error.message : String(error) })
    })
    return () => {
      isGone = true
      drawn?.remove()
    }
  }, [vega, label])
  return (
    <>
      {state === 'drawing' && <Skeleton rows={1} height={240} />}
      {typeof state === 'object' && <ProblemNote problem={{ code: 'chart_not_drawn', message: state.failed }} />}
      <div ref={place} class="chart-place" />
    </>
  )
}
