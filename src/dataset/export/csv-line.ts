/** How texts leave that a spreadsheet would run as a formula: as they are, or with an apostrophe before them. */
export type Formulas = 'keep' | 'escape'

const QUOTED = /[",\r\n]/
const FORMULA = /^[=+\-@\t\r]/

/**
 * A row as RFC 4180 has it: fields that need it are quoted, quotes doubled. Null is an empty field, an empty text is `""`, as
 * PostgreSQL, DuckDB and dlt's readers tell them apart.
 */
export function csvLine(values: readonly unknown[], formulas: Formulas): string {
  let line = ''
  for (let i = 0; i < values.length; i += 1) {
    if (i > 0) line += ','
    line += csvField(values[i], formulas)
  }
  return `${line}\r\n`
}

function csvField(value: unknown, formulas: Formulas): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') {
    if (value === '') return '""'
    const text = formulas === 'escape' && FORMULA.test(value) ? `'${value}` : value
    return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`
  if (typeof value !== 'object') return String(value)
  return `"${JSON.stringify(value, exact).replaceAll('"', '""')}"`
}

/** What stands in lists and objects. */
function exact(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  return value instanceof Uint8Array ? `0x${Buffer.from(value).toString('hex')}` : value
}
