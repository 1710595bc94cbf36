/** Of a chart so many rows are told as a table. */
const MAX_ROWS = 200

/** The rows of a chart as a table that can be opened: for screen readers, and for who wants the numbers. */
export function dataTable(rows: readonly unknown[]): HTMLElement {
  const details = document.createElement('details')
  details.className = 'chart-data'
  const summary = document.createElement('summary')
  const count = rows.length > MAX_ROWS ? `the first ${MAX_ROWS} of ${rows.length} rows` : `${rows.length} rows`
  summary.textContent = `Data (${count})`
  details.append(summary)
  // Made when it is asked for: most are never opened.
  details.addEventListener('toggle', () => fill(details, rows.slice(0, MAX_ROWS)), { once: true })
  return details
}

function fill(details: HTMLElement, rows: readonly unknown[]): void {
  const names = [...new Set(rows.flatMap((row) => (typeof row === 'object' && row !== null ? Object.keys(row) : [])))]
  const table = document.createElement('table')
  const head = table.createTHead().insertRow()
  for (const name of names) {
    const cell = document.createElement('th')
    cell.scope = 'col'
    cell.textContent = name
    head.append(cell)
  }
  const body = table.createTBody()
  for (const row of rows) {
    const line = body.insertRow()
    for (const name of names) line.insertCell().textContent = textOf(row, name)
  }
  const scrolled = document.createElement('div')
  scrolled.className = 'chart-data-table'
  scrolled.tabIndex = 0
  scrolled.setAttribute('role', 'region')
  scrolled.setAttribute('aria-label', 'Data of the chart')
  scrolled.append(table)
  details.append(scrolled)
}

function textOf(row: unknown, name: string): string {
  const value: unknown = typeof row === 'object' && row !== null ? Reflect.get(row, name) : row
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
