import { type CellForm, cellTexts } from '../cell-texts.ts'
import type { TablePage } from '../parquet/plain-page.ts'
import type { TableWriter, TableWriterOptions } from '../table-writer.ts'
import { createTextWriter } from '../text-writer.ts'

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

const FORM: CellForm = {
  text: quoted,
  double: (value) => (Object.is(value, -0) ? '-0' : String(value)),
  binary: (bytes) => `\\x${Buffer.from(bytes).toString('hex')}`,
}

/** DuckDB, by which dlt reads, takes one byte behind each `\\x`. */
const EXCHANGED: CellForm = { ...FORM, binary: (bytes) => quoted(escaped(bytes)) }

const escaped = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').replaceAll(/../g, '\\x$&')

/**
 * Writes a header and one line a row: texts always quoted, so that an empty field is null and never an empty text;
 * binary values as `\x` and hex digits. It is what PostgreSQL's `COPY … (FORMAT csv, HEADER)` reads. For exchange each byte has an `\x`.
 */
export function createCsvWriter(options: TableWriterOptions): TableWriter {
  const form = options.spelling === 'exchange' ? EXCHANGED : FORM
  return createTextWriter(options, {
    header: (columns) => `${columns.map(quoted).join(',')}\n`,
    lines: (page, columns) => lines(page, columns, form),
  })
}

function lines(page: TablePage, columns: readonly string[], form: CellForm): string {
  const byName = new Map(page.columns.map((part) => [part.column.name, cellTexts(part, form)]))
  const cells = columns.map((name) => byName.get(name))
  let text = ''
  for (let row = 0; row < page.rows; row++) text += `${cells.map((column) => column?.[row] ?? '').join(',')}\n`
  return text
}
