import type { Capabilities } from '../capabilities/capabilities.ts'
import { SchemaError } from '../errors/tolva-error.ts'
import type { ColumnPage, TablePage } from '../formats/parquet/plain-page.ts'

/** What texts may be where they are measured. */
export interface TextRules {
  /** Of one text, in UTF-8. */
  readonly maxBytes: number
  /** true: longer ones are cut. */
  readonly cuts: boolean
  /** false: NUL characters are taken out. */
  readonly nulCharacters: boolean
}

/** The rules of a destination; undefined: it takes texts of any length, so that nobody looks at them here. */
export function textRules(capabilities: Capabilities): TextRules | undefined {
  const { maxTextBytes: maxBytes, cutsLongTexts: cuts = false, nulCharacters } = capabilities
  return maxBytes === undefined ? undefined : { maxBytes, cuts, nulCharacters }
}

/** What was seen of the texts of a table. Counts grow from page to page. */
export interface TextMeasure {
  /** Bytes of the longest text by column. */
  readonly longest: Record<string, number>
  readonly cut: Record<string, number>
  readonly nuls: Record<string, number>
  rows: number
}

/** Nothing seen yet. */
export function emptyMeasure(): TextMeasure {
  return { longest: {}, cut: {}, nuls: {}, rows: 0 }
}

/**
 * The page with texts that a destination can hold, which are measured and counted where they were changed.
 * @throws SchemaError `text_too_long` where a text is not to be cut.
 */
export function fitTexts(page: TablePage, rules: TextRules, measure: TextMeasure): TablePage {
  const columns = page.columns.map((column) => {
    if (column.column.data_type === 'text') return fitColumn(page.table, column, { rules, measure })
    return column.column.data_type === 'json' && !rules.nulCharacters ? withoutJsonNuls(column, measure) : column
  })
  measure.rows += page.rows
  return { ...page, columns }
}

function fitColumn(
  table: string,
  page: ColumnPage,
  { rules, measure }: { readonly rules: TextRules; readonly measure: TextMeasure },
): ColumnPage {
  const { name } = page.column
  const values = Buffer.from(page.values.buffer, page.values.byteOffset, page.values.length)
  let longest = measure.longest[name] ?? 0
  let changed: Buffer[] | undefined
  let kept = 0
  let value = 0
  for (let at = 0; at < values.length; value++) {
    const length = values.readUInt32LE(at)
    const start = at + 4
    const end = start + length
    // The search ends at the next length at the latest: its last byte is 0 below 16 MB.
    const nul = rules.nulCharacters ? -1 : values.indexOf(0, start)
    const hasNul = nul !== -1 && nul < end
    if (hasNul || length > rules.maxBytes) {
      const text = hasNul ? withoutNuls(values.subarray(start, end)) : values.subarray(start, end)
      if (hasNul) measure.nuls[name] = (measure.nuls[name] ?? 0) + length - text.length
      if (text.length > rules.maxBytes && !rules.cuts) {
        throw tooLong({ table, column: name, row: measure.rows + rowOf(page, value), bytes: text.length }, rules)
      }
      const fitted = cutAt(text, rules.maxBytes)
      if (fitted.length < text.length) measure.cut[name] = (measure.cut[name] ?? 0) + 1
      changed ??= []
      changed.push(values.subarray(kept, at), lengthOf(fitted), fitted)
      kept = end
      longest = Math.max(longest, fitted.length)
    } else if (length > longest) longest = length
    at = end
  }
  measure.longest[name] = longest
  return changed === undefined ? page : { ...page, values: Buffer.concat([...changed, values.subarray(kept)]) }
}

/** In a document a NUL is the six characters `\\u0000`, unless the backslash is escaped itself. */
function withoutJsonNuls(page: ColumnPage, measure: TextMeasure): ColumnPage {
  const values = Buffer.from(page.values.buffer, page.values.byteOffset, page.values.length)
  if (!values.includes('\\u0000')) return page
  const { name } = page.column
  const parts: Buffer[] = []
  for (let at = 0; at < values.length; ) {
    const end = at + 4 + values.readUInt32LE(at)
    const json = values.toString('utf8', at + 4, end).replaceAll(/\\(?:u0000|[\s\S])/g, (found) => {
      if (found !== '\\u0000') return found
      measure.nuls[name] = (measure.nuls[name] ?? 0) + 1
      return ''
    })
    const text = Buffer.from(json)
    parts.push(lengthOf(text), text)
    at = end
  }
  return { ...page, values: Buffer.concat(parts) }
}

function withoutNuls(text: Buffer): Buffer {
  return Buffer.from(text.filter((byte) => byte !== 0))
}

/** Not in the middle of a character. */
function cutAt(text: Buffer, maxBytes: number): Buffer {
  if (text.length <= maxBytes) return text
  let end = maxBytes
  while (end > 0 && ((text[end] ?? 0) & 0xc0) === 0x80) end--
  return text.subarray(0, end)
}

function lengthOf(text: Buffer): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(text.length)
  return bytes
}

/** The row of the page that holds its `value`th value. */
function rowOf({ validity }: ColumnPage, value: number): number {
  if (validity === null) return value
  let row = -1
  for (let left = value; left >= 0; ) {
    row++
    if ((((validity[row >> 3] ?? 0) >> (row & 7)) & 1) === 1) left--
  }
  return row
}

function tooLong(
  where: { readonly table: string; readonly column: string; readonly row: number; readonly bytes: number },
  { maxBytes }: TextRules,
): SchemaError {
  const { table, column, row, bytes } = where
  return new SchemaError(
    `column ${column} of table ${table} is to hold a text of ${bytes} bytes in its row ${row + 1} of this load, where the destination takes ${maxBytes}`,
    {
      code: 'text_too_long',
      hint: "Shorten it in a map step, give the column the data_type json if it is a document, or let such texts be cut and counted: long_texts = 'truncate'.",
      context: { table, column },
    },
  )
}
