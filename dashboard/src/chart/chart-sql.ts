import { axisKind, type ResultColumn } from './chart-columns.ts'
import type { QuickChart } from './quick-chart.ts'

/** Places on an axis of categories; the largest are shown. */
export const MOST_CATEGORIES = 40
/** Rows that stand for themselves. */
export const MOST_POINTS = 5000

/** The statement that gives the columns `x`, `y` and `color` of a chart, so that rows are aggregated where they lie. */
export function chartSql(sql: string, chart: QuickChart, columns: readonly ResultColumn[]): string {
  const x = columns.find((column) => column.name === chart.x)
  const kind = x === undefined ? 'category' : axisKind(x)
  const from = `FROM (\n${sql.replace(/[;\s]+$/, '')}\n) AS result`
  const color = chart.color === undefined ? '' : `, ${quoted(chart.color)} AS color`
  if (chart.aggregate === 'none') {
    return `SELECT ${quoted(chart.x)} AS x, ${quoted(chart.y ?? chart.x)} AS y${color}\n${from}\nLIMIT ${MOST_POINTS}`
  }
  const place =
    kind === 'time' && chart.step !== undefined ? `date_trunc('${chart.step}', ${quoted(chart.x)})` : quoted(chart.x)
  const groups = chart.color === undefined ? '1' : '1, 3'
  const order = kind === 'category' ? `ORDER BY 2 DESC, 1\nLIMIT ${MOST_CATEGORIES}` : 'ORDER BY 1'
  return `SELECT ${place} AS x, ${aggregated(chart)} AS y${color}\n${from}\nGROUP BY ${groups}\n${order}`
}

/** The vertical axis in words: `mean of age`. */
export function verticalTitle({ aggregate, y = 'rows' }: QuickChart): string {
  if (aggregate === 'count') return 'rows'
  return aggregate === 'none' ? y : `${aggregate} of ${y}`
}

function aggregated({ aggregate, y, x }: QuickChart): string {
  if (aggregate === 'count') return 'count(*)'
  const name = aggregate === 'mean' ? 'avg' : aggregate
  return `${name}(${quoted(y ?? x)})`
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
