import './plot.css'
import { useState } from 'preact/hooks'
import { PlotDrawing } from './plot-drawing.tsx'
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
      {isTable ? <PlotTable {...props} /> : <PlotDrawing {...props} at={index} onPoint={setAt} />}
    </figure>
  )
}

function valueText(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '–' : format(value)
}
