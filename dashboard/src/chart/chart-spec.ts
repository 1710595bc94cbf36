import { type AxisKind, axisKind, type ResultColumn } from './chart-columns.ts'
import { verticalTitle } from './chart-sql.ts'
import type { QuickChart } from './quick-chart.ts'

/** A Vega-Lite specification as plain JSON. */
export type VegaLiteSpec = Readonly<Record<string, unknown>>

const VEGA_TYPES: Readonly<Record<AxisKind, string>> = { number: 'quantitative', time: 'temporal', category: 'nominal' }

/** The Vega-Lite specification of a chart, without its data: rows have the fields `x`, `y` and `color`. */
export function chartSpec(chart: QuickChart, columns: readonly ResultColumn[]): VegaLiteSpec {
  const typeOf = (name: string) => {
    const column = columns.find((one) => one.name === name)
    return VEGA_TYPES[column === undefined ? 'category' : axisKind(column)]
  }
  const x = { field: 'x', type: typeOf(chart.x), title: chart.x }
  const nominal = x.type === 'nominal'
  const y = { field: 'y', type: 'quantitative', title: verticalTitle(chart) }
  const tooltip = [
    x,
    y,
    ...(chart.color === undefined ? [] : [{ field: 'color', type: 'nominal', title: chart.color }]),
  ]
  // Names of categories are read more easily beside lying bars.
  const lying = nominal && chart.kind === 'bar'
  const places = nominal ? { ...x, sort: '-y', axis: { labelLimit: 220 } } : x
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: 'container',
    ...(lying ? { height: { step: 22 } } : { height: 240 }),
    mark: markOf(chart),
    encoding: {
      ...(lying ? { y: { ...places, sort: '-x' }, x: y } : { x: places, y }),
      ...(chart.color === undefined ? {} : { color: { field: 'color', type: 'nominal', title: chart.color } }),
      tooltip,
    },
  }
}

/** Rows of the statement of `chartSql` as the objects that the specification is about. */
export function chartValues(rows: readonly (readonly unknown[])[]): Readonly<Record<string, unknown>>[] {
  return rows.map(([x, y, color]) => ({
    x: x ?? null,
    // Large numbers and decimals come as texts; an axis has room for their first digits only.
    y: typeof y === 'string' ? Number(y) : (y ?? null),
    ...(color === undefined ? {} : { color }),
  }))
}

function markOf({ kind }: QuickChart) {
  if (kind === 'line') return { type: 'line', point: true, tooltip: true }
  if (kind === 'area') return { type: 'area', line: true, opacity: 0.5, tooltip: true }
  return { type: kind, tooltip: true }
}
