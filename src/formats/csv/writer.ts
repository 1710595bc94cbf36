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

/**
 * Writes a header and one line a row: texts always quoted, so that an empty field is null and never an empty text;
 * binary values as `\x` and hex digits. It is what PostgreSQL's `COPY … (FORMAT csv, HEADER)` reads.
 */
export function createCsvWriter(options: TableWriterOptions): TableWriter {
  return createTextWriter(options, { header: (columns) => `${columns.map(quoted).join(',')}\n`, lines })
}

function lines(page: TablePage, columns: readonly string[]): string {
  const byName = new Map(page.columns.map((part) => [part.column.name, cellTexts(part, FORM)]))
  const cells = columns.map((name) => byName.get(name))
  let text = ''
  for (let row = 0; row < page.rows; row++) text += `${cells.map((column) => column?.[row] ?? '').join(',')}\n`
  return text
}
