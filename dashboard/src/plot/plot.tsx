import 'uplot/dist/uPlot.min.css'
import './plot.css'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import uPlot from 'uplot'
import { useThemeCount } from '../design/use-theme-count.ts'
import { plotOptions } from './plot-options.ts'
import { PlotTable } from './plot-table.tsx'

/** A line of a {@link Plot}. */
export interface PlotSeries {
  readonly label: string
  /** A token of the theme: `--series-1`. */
  readonly color: string
  readonly values: readonly (number | null)[]
}

/** What is drawn over what. */
export interface PlotProps {
  readonly title: string
  /** Seconds. */
  readonly x: readonly number[]
  readonly series: readonly PlotSeries[]
  readonly formatX: (x: number) => string
  readonly formatY: (y: number) => string
  readonly height?: number
  /** Said instead of the last value while the pointer is elsewhere. */
  readonly summary?: string
}

/** Lines over time; the value under the pointer is said above, and all of them can be had as a table. */
export function Plot(props: PlotProps) {
  const { title, x, series, formatX, formatY, summary } = props
  const [isTable, setTable] = useState(false)
  const [at, setAt] = useState<number>()
  const index = at !== undefined && at < x.length ? at : undefined
  const shownAt = index ?? x.length - 1
  return (
    <figure class="plot">
      <figcaption class="plot-head">
        <span class="plot-title">{title}</span>
        {series.map((one) => (
          <span key={one.label} class="plot-value">
            {series.length > 1 && <span class="plot-dot" style={{ background: `var(${one.color})` }} />}
            {series.length > 1 && `${one.label} `}
            <strong>
              {index === undefined && summary !== undefined ? summary : valueText(one.values[shownAt], formatY)}
            </strong>
          </span>
        ))}
        <span class="plot-at">{index === undefined ? '' : formatX(x[index] ?? 0)}</span>
        <button
          type="button"
          class="plot-switch"
          aria-pressed={isTable}
          aria-label={`${title} as a table`}
          onClick={() => setTable(!isTable)}
        >
          {isTable ? 'plot' : 'table'}
        </button>
      </figcaption>
      {isTable ? <PlotTable {...props} /> : <Canvas {...props} onPoint={setAt} />}
    </figure>
  )
}

function Canvas({ onPoint, ...props }: PlotProps & { readonly onPoint: (index: number | undefined) => void }) {
  const { x, series, height = 120 } = props
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>()
  const theme = useThemeCount()
  const data = useMemo((): uPlot.AlignedData => [[...x], ...series.map((one) => [...one.values])], [x, series])
  const kind = series.map((one) => `${one.label} ${one.color}`).join('\n')

  // Made anew when its lines or colours are others; what they show is set below.
  useEffect(() => {
    const element = place.current
    if (element === null) return undefined
    const size = () => ({ width: Math.max(120, element.clientWidth), height })
    const made = new uPlot({ ...plotOptions(props, onPoint), ...size() }, data, element)
    plot.current = made
    const observer = new ResizeObserver(() => made.setSize(size()))
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.destroy()
      plot.current = undefined
    }
  }, [kind, theme, height])

  useEffect(() => plot.current?.setData(data), [data])
  return <div ref={place} class="plot-canvas" style={{ height: `${height}px` }} aria-hidden="true" />
}

function valueText(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '–' : format(value)
}
