import type { PlotProps } from './plot.tsx'

/** So many rows are told of a plot. */
const ROWS = 24

/** A plot in words: its values at equal distances, the last one among them. */
export function PlotTable({ title, x, series, formatX, formatY, height = 120 }: PlotProps) {
  const step = Math.max(1, Math.ceil(x.length / ROWS))
  const shown = x.map((_, index) => index).filter((index) => (x.length - 1 - index) % step === 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <div class="plot-table" style={{ height: `${height}px` }} tabIndex={0}>
      <table class="table" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {series.map((one) => (
              <th key={one.label} scope="col" class="number">
                {one.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((index) => (
            <tr key={index}>
              <td>{formatX(x[index] ?? 0)}</td>
              {series.map((one) => (
                <td key={one.label} class="number">
                  {one.values[index] === null ? '–' : formatY(one.values[index] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
