import type { CellOutput, ReportCell } from '../report/report-event.ts'
import { escapeHtml } from './escape-html.ts'

/** Rows of a table in a file that is read, not searched. */
const MAX_ROWS = 200

/** One cell of an exported report; a chart gets a place, into which the script draws it. */
export function cellHtml({ name, title, printed, output }: ReportCell): string {
  const said = printed === undefined ? '' : `<pre class="printed">${escapeHtml(printed)}</pre>`
  return `<section class="cell" id="${escapeHtml(name)}"><h2>${escapeHtml(title)}</h2>${outputHtml(output, { name, title })}${said}</section>`
}

function outputHtml(output: CellOutput, cell: { readonly name: string; readonly title: string }): string {
  switch (output.kind) {
    case 'text':
      return `<div class="text">${output.html}</div>`
    case 'rows':
      return tableHtml(output)
    case 'chart':
      return `<div class="chart" data-chart="${escapeHtml(cell.name)}" data-label="${escapeHtml(cell.title)}"></div>`
    case 'error':
      return `<div class="error"><p>${escapeHtml(output.message)}</p>${output.hint === undefined ? '' : `<p>${escapeHtml(output.hint)}</p>`}</div>`
  }
}

function tableHtml({ columns, rows, more }: Extract<CellOutput, { readonly kind: 'rows' }>): string {
  if (rows.length === 0) return '<p class="note">No rows.</p>'
  const isNumber = columns.map((_, i) => rows.every((row) => row[i] === null || typeof row[i] === 'number'))
  const cell = (value: unknown, i: number) =>
    `<td${isNumber[i] ? ' class="number"' : ''}>${escapeHtml(textOf(value))}</td>`
  const head = columns.map(
    ({ name }, i) => `<th scope="col"${isNumber[i] ? ' class="number"' : ''}>${escapeHtml(name)}</th>`,
  )
  const body = rows.slice(0, MAX_ROWS).map((row) => `<tr>${row.map(cell).join('')}</tr>`)
  const left = rows.length > MAX_ROWS || more
  const note = left
    ? `<p class="note">Only the first ${Math.min(rows.length, MAX_ROWS)} rows are in this file.</p>`
    : ''
  return `<div class="rows" tabindex="0" role="region" aria-label="Rows"><table><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>${note}`
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return value.toLocaleString('en-US', { maximumFractionDigits: 6 })
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
