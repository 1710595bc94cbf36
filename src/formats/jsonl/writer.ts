import { floatJson, quoteJson } from '../../values/json-writer.ts'
import { type CellForm, cellTexts } from '../cell-texts.ts'
import type { TablePage } from '../parquet/plain-page.ts'
import type { TableWriter, TableWriterOptions } from '../table-writer.ts'
import { createTextWriter } from '../text-writer.ts'

/**
 * Decimals, dates and times are texts, binary values base64. A json value is the text of its JSON: a reader that took it
 * apart would spell its numbers in its own way.
 */
const FORM: CellForm = {
  text: quoteJson,
  double: (value) => (Number.isFinite(value) ? floatJson(value) : `"${value}"`),
  binary: (bytes) => `"${Buffer.from(bytes).toString('base64')}"`,
}

/** For exchange a document stands in the line as it is. */
const EXCHANGED: CellForm = { ...FORM, json: (text) => text }

/** Writes one JSON object a row and line; what is null is left out. */
export function createJsonlWriter(options: TableWriterOptions): TableWriter {
  const form = options.spelling === 'exchange' ? EXCHANGED : FORM
  return createTextWriter(options, { lines: (page) => lines(page, form) })
}

function lines({ rows, columns }: TablePage, form: CellForm): string {
  const fields = columns.map((page) => ({ key: `${quoteJson(page.column.name)}:`, cells: cellTexts(page, form) }))
  let text = ''
  for (let row = 0; row < rows; row++) {
    let line = ''
    for (const { key, cells } of fields) {
      const cell = cells[row]
      if (cell === null || cell === undefined) continue
      line += `${line === '' ? '' : ','}${key}${cell}`
    }
    text += `{${line}}\n`
  }
  return text
}
