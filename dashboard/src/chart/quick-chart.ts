import { axisKind, isKey, type ResultColumn } from './chart-columns.ts'

/** Marks a quick chart can be drawn with. */
export const CHART_KINDS = ['bar', 'line', 'area', 'point'] as const
/** What becomes of several rows at one place of the axis; `none`: each row stands for itself. */
export const AGGREGATES = ['count', 'sum', 'mean', 'min', 'max', 'none'] as const
/** Steps of a time axis. */
export const TIME_STEPS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const

/** What is chosen for a chart of a result. */
export interface QuickChart {
  readonly kind: (typeof CHART_KINDS)[number]
  readonly x: string
  /** Not asked for by `count`. */
  readonly y?: string
  readonly aggregate: (typeof AGGREGATES)[number]
  /** Where the horizontal axis is a time that is aggregated. */
  readonly step?: (typeof TIME_STEPS)[number]
  /** A column whose values get a colour each. */
  readonly color?: string
}

type Rows = readonly (readonly unknown[])[]

/** A chart that says something about these columns; undefined where there is nothing to draw. */
export function guessChart(columns: readonly ResultColumn[], rows: Rows): QuickChart | undefined {
  const telling = columns.filter((column) => !isKey(column.name))
  const time = telling.find((column) => axisKind(column) === 'time')
  const number = telling.find((column) => axisKind(column) === 'number')
  const categories = telling.filter((column) => axisKind(column) === 'category')
  const category = categories.find((column) => groupsRows(rows, columns.indexOf(column))) ?? categories[0]
  const x = time ?? category ?? number ?? columns[0]
  if (x === undefined) return undefined
  const apart = rows.length > 0 && distinct(rows, columns.indexOf(x)).size === rows.length
  const step = time === undefined ? {} : { step: timeStep(rows, columns.indexOf(time)) }
  const kind = time === undefined ? 'bar' : 'line'
  // A result that has one row for each place of the axis was aggregated already.
  if (apart && number !== undefined && number !== x && telling.length <= 3 && rows.length <= 500) {
    return { kind, x: x.name, y: number.name, aggregate: 'none' }
  }
  if (x === number) return pointsOf(columns.filter((column) => axisKind(column) === 'number'))
  return { kind, x: x.name, aggregate: 'count', ...step }
}

/** The step that gives a time axis some ten to a few hundred places. */
export function timeStep(rows: Rows, column: number): NonNullable<QuickChart['step']> {
  const times = rows.map((row) => Date.parse(String(row[column]))).filter((time) => !Number.isNaN(time))
  if (times.length === 0) return 'day'
  const days = (times.reduce((a, b) => Math.max(a, b)) - times.reduce((a, b) => Math.min(a, b))) / 86_400_000
  if (days > 365 * 8) return 'year'
  if (days > 365) return 'month'
  if (days > 90) return 'week'
  if (days > 4) return 'day'
  return days > 0.2 ? 'hour' : 'minute'
}

function pointsOf([x, y]: readonly ResultColumn[]): QuickChart | undefined {
  if (x === undefined) return undefined
  if (y === undefined) return { kind: 'bar', x: x.name, aggregate: 'count' }
  return { kind: 'point', x: x.name, y: y.name, aggregate: 'none' }
}

function groupsRows(rows: Rows, column: number): boolean {
  const found = distinct(rows, column).size
  return found > 1 && found <= Math.max(2, rows.length / 2) && found <= 50
}

function distinct(rows: Rows, column: number): Set<string> {
  return new Set(rows.map((row) => JSON.stringify(row[column] ?? null)))
}
