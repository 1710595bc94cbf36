import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { PlotProps } from './plot.tsx'
import { nearestPoint, PLOT_EDGES, plotLines } from './plot-lines.ts'

interface PlotDrawingProps extends PlotProps {
  /** The point that is looked at. */
  readonly at: number | undefined
  readonly onPoint: (index: number | undefined) => void
}

/** Lines, scales and the point under the pointer. What it shows is said by the plot's head and table. */
export function PlotDrawing({ x, series, formatX, formatY, height = 120, at, onPoint }: PlotDrawingProps) {
  const place = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = place.current
    if (element === null) return undefined
    const measure = () => setWidth(element.clientWidth)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const drawn = useMemo(
    () => plotLines({ x, values: series.map((one) => one.values) }, { width, height }),
    [x, series, width, height],
  )
  const right = width - PLOT_EDGES.right
  const floor = height - PLOT_EDGES.bottom
  const look = (event: PointerEvent) => {
    const [first = 0, last = 0] = [x[0], x.at(-1)]
    const share = (event.offsetX - PLOT_EDGES.left) / Math.max(1, right - PLOT_EDGES.left)
    onPoint(nearestPoint(x, first + share * (last - first)))
  }
  const atX = at === undefined ? undefined : drawn.xAt(x[at] ?? 0)
  return (
    <div ref={place} class="plot-drawing" style={{ height: `${height}px` }} aria-hidden="true">
      {width > 0 && (
        // biome-ignore lint/a11y/noSvgWithoutTitle: it is hidden from those who cannot see it, who have the table
        <svg width={width} height={height} onPointerMove={look} onPointerLeave={() => onPoint(undefined)}>
          {drawn.yTicks.map((tick) => (
            <g key={tick.value}>
              <path class="plot-grid" d={`M${PLOT_EDGES.left},${Math.round(tick.at) + 0.5}H${right}`} />
              <text class="plot-tick" x={PLOT_EDGES.left - 8} y={tick.at + 4} text-anchor="end">
                {formatY(tick.value)}
              </text>
            </g>
          ))}
          {drawn.xTicks.map((tick) => (
            <text key={tick.value} class="plot-tick" x={tick.at} y={height - 6} text-anchor={anchorOf(tick.at, right)}>
              {formatX(tick.value)}
            </text>
          ))}
          {series.map((one, index) => (
            <g key={one.label} style={{ color: `var(${one.color})` }}>
              <path class="plot-area" d={drawn.lines[index]?.area ?? ''} />
              <path class="plot-line" d={drawn.lines[index]?.line ?? ''} />
            </g>
          ))}
          {atX !== undefined && <path class="plot-cursor" d={`M${Math.round(atX) + 0.5},${PLOT_EDGES.top}V${floor}`} />}
          {series.map((one) => {
            const value = at === undefined ? undefined : one.values[at]
            if (atX === undefined || value === null || value === undefined) return null
            return <circle key={one.label} cx={atX} cy={drawn.yAt(value)} r={3.5} fill={`var(${one.color})`} />
          })}
        </svg>
      )}
    </div>
  )
}

/** A time at the end of the scale is not cut by the edge. */
function anchorOf(at: number, right: number): string {
  return right - at < 16 ? 'end' : 'middle'
}
