import { ConfigError } from '../../errors/tolva-error.ts'
import { isRecord } from '../../values/is-record.ts'
import { checkChart } from '../chart/check-chart.ts'
import { compileChart } from '../chart/compile-chart.ts'
import { isChart } from '../chart/is-chart.ts'
import { markdownHtml } from './markdown-html.ts'
import { plainValue } from './plain-value.ts'
import type { CellOutput } from './report-event.ts'

/** Rows of a table that are shown. */
const MAX_ROWS = 1000

/**
 * What a cell returned, as it is shown: a text, rows, or a chart whose spec was looked at.
 * @throws ConfigError where it is none of them, or the chart cannot be drawn.
 */
export async function cellOutput(value: unknown, name: string): Promise<CellOutput> {
  if (value === undefined || value === null || typeof value === 'function') throw nothing(value, name)
  if (typeof value !== 'object') {
    return { kind: 'text', markdown: String(value), html: await markdownHtml(String(value)) }
  }
  const rows = await rowsOf(value)
  if (rows !== undefined) return rows
  if (!isRecord(value)) throw nothing(value, name)
  if (isChart(value)) return chartOf(value)
  const entries = Object.entries(value)
  return table(['name', 'value'], entries)
}

async function chartOf(value: Readonly<Record<string, unknown>>): Promise<CellOutput> {
  const spec = checkChart(await withRows(value))
  const { vega, warnings } = await compileChart(spec)
  // Shown with what the cell printed.
  for (const warning of warnings) console.warn(warning)
  return { kind: 'chart', spec, vega }
}

/** Lists, a relation, a grid, an Arquero or Arrow table. Undefined: it is no such thing. */
async function rowsOf(value: object): Promise<CellOutput | undefined> {
  if (Array.isArray(value)) return listed(value)
  if ('grid' in value && typeof value.grid === 'function') {
    return gridOf(await value.grid({ bigint: 'bigint', maxRows: MAX_ROWS }))
  }
  if ('objects' in value && typeof value.objects === 'function') {
    const objects: unknown = value.objects({ limit: MAX_ROWS + 1 })
    return Array.isArray(objects) ? listed(objects) : undefined
  }
  if ('toArray' in value && typeof value.toArray === 'function') {
    const rows: unknown = value.toArray()
    return Array.isArray(rows) ? listed(rows.map((row) => (isRecord(row) ? { ...row } : row))) : undefined
  }
  return 'columns' in value && 'rows' in value ? gridOf(value) : undefined
}

function gridOf(value: unknown): CellOutput | undefined {
  if (!isRecord(value) || !Array.isArray(value.columns) || !Array.isArray(value.rows)) return undefined
  const columns = value.columns.map((column: unknown) =>
    isRecord(column)
      ? { name: String(column.name), ...(typeof column.type === 'string' && { type: column.type }) }
      : { name: String(column) },
  )
  const rows = value.rows
    .slice(0, MAX_ROWS)
    .map((row: unknown) => (Array.isArray(row) ? row.map(plainValue) : [plainValue(row)]))
  return { kind: 'rows', columns, rows, more: value.more === true || value.rows.length > MAX_ROWS }
}

function listed(list: readonly unknown[]): CellOutput {
  if (list.every(Array.isArray)) {
    const width = Math.max(0, ...list.map((row) => row.length))
    return table(
      Array.from({ length: width }, (_, i) => String(i + 1)),
      list,
    )
  }
  if (!list.every(isRecord))
    return table(
      ['value'],
      list.map((one) => [one]),
    )
  const names = new Set<string>()
  for (const row of list) for (const name of Object.keys(row)) names.add(name)
  const columns = [...names]
  return table(
    columns,
    list.map((row) => columns.map((name) => row[name])),
  )
}

function table(names: readonly string[], rows: readonly (readonly unknown[])[]): CellOutput {
  return {
    kind: 'rows',
    columns: names.map((name) => ({ name })),
    rows: rows.slice(0, MAX_ROWS).map((row) => row.map(plainValue)),
    more: rows.length > MAX_ROWS,
  }
}

/** A spec whose `values` are a relation or a table of a library gets its rows. */
async function withRows(spec: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> {
  const { data } = spec
  if (!isRecord(data) || !isRecord(data.values)) return spec
  const { values } = data
  if (typeof values.rows === 'function') return { ...spec, data: { ...data, values: await values.rows() } }
  if (typeof values.objects === 'function') return { ...spec, data: { ...data, values: values.objects() } }
  return spec
}

function nothing(value: unknown, name: string): ConfigError {
  const what = typeof value === 'function' ? 'a function' : 'nothing'
  return new ConfigError(`${name} returned ${what}`, {
    code: 'cell_without_output',
    hint: 'Return rows, a text in markdown, or a Vega-Lite spec: an object with mark, data and encoding.',
  })
}
