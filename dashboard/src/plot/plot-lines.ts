import { clockTicks, valueTicks } from './plot-scale.ts'

/** Pixels around what is drawn: numbers stand left of it, times below. */
export const PLOT_EDGES = { left: 56, right: 10, top: 8, bottom: 22 }

const X_ROOM = 90
const Y_ROOM = 34

/** Where all of a plot stands, in pixels. */
export interface PlotLines {
  readonly lines: readonly { readonly line: string; readonly area: string }[]
  readonly xTicks: readonly { readonly value: number; readonly at: number }[]
  readonly yTicks: readonly { readonly value: number; readonly at: number }[]
  readonly xAt: (value: number) => number
  readonly yAt: (value: number) => number
}

interface PlotData {
  readonly x: readonly number[]
  readonly values: readonly (readonly (number | null)[])[]
}

/** Lays lines out from zero; values that are not there are passed over. */
export function plotLines(
  { x, values }: PlotData,
  size: { readonly width: number; readonly height: number },
): PlotLines {
  const { left, right, top, bottom } = PLOT_EDGES
  const width = Math.max(1, size.width - left - right)
  const height = Math.max(1, size.height - top - bottom)
  const greatest = values.reduce((most, line) => line.reduce<number>((a, b) => Math.max(a, b ?? 0), most), 0)
  const yValues = valueTicks(greatest > 0 ? greatest : 10, Math.floor(height / Y_ROOM))
  const end = yValues.at(-1) ?? 1
  const from = x[0] ?? 0
  const span = Math.max((x.at(-1) ?? 0) - from, 1e-9)
  const xAt = (value: number) => left + ((value - from) / span) * width
  const yAt = (value: number) => top + (1 - value / end) * height
  const lines = values.map((line) => {
    const points = x.flatMap((at, index) => {
      const value = line[index]
      return value === null || value === undefined ? [] : [`${xAt(at).toFixed(1)},${yAt(value).toFixed(1)}`]
    })
    const [first] = points
    const last = points.at(-1)
    if (first === undefined || last === undefined) return { line: '', area: '' }
    // A point alone is a dot by the round ends of its line.
    const drawn = points.length === 1 ? `M${first}h0` : `M${points.join('L')}`
    const floor = yAt(0).toFixed(1)
    return { line: drawn, area: `${drawn}L${last.split(',')[0]},${floor}L${first.split(',')[0]},${floor}Z` }
  })
  return {
    lines,
    xTicks: clockTicks(from, from + span, Math.floor(width / X_ROOM)).map((value) => ({ value, at: xAt(value) })),
    yTicks: yValues.map((value) => ({ value, at: yAt(value) })),
    xAt,
    yAt,
  }
}

/** The point nearest to a place; undefined where there is none. */
export function nearestPoint(x: readonly number[], value: number): number | undefined {
  if (x.length === 0) return undefined
  let [low, high] = [0, x.length - 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((x[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  const before = x[low - 1]
  return before !== undefined && value - before < (x[low] ?? 0) - value ? low - 1 : low
}
