import { type BodyFormat, BodyProblem, type RowsWanted } from './body-format.ts'
import { cellsAsJson } from './csv-cells.ts'

/** How a CSV body is written. */
export interface CsvOptions {
  /** Between two cells; told by the header line where absent: a comma, semicolon, tab or bar. */
  readonly delimiter?: string
  /** Encoding of bodies whose content type names none, e.g. `windows-1252`; UTF-8 by default. */
  readonly encoding?: string
  /** Names of the columns, of a body that has no header line. */
  readonly header?: readonly string[]
  /**
   * `infer` (default): a column whose cells on a page are all whole numbers, all numbers or all true and false has them as such,
   * unless a hint says its type. `text`: every cell is text.
   */
  readonly types?: 'infer' | 'text'
}

type Cells = readonly string[]

/** Rows under a header line. Empty cells are null. */
export const csvFormat: BodyFormat<CsvOptions> = {
  matches: (contentType) => /(csv|tab-separated-values)$/.test(contentType),
  async toJson({ body, headers }, options, rows) {
    const contentType = headers.get('content-type') ?? ''
    const text = decoded(body, contentType, options.encoding)
    const delimiter = options.delimiter ?? (/tab-separated/i.test(contentType) ? '\t' : delimiterOf(text))
    const records = await parsed(text, delimiter)
    const [first] = records
    const names = options.header ?? (first === undefined ? [] : columnNames(first))
    const cells = options.header === undefined ? records.slice(1) : records
    checkWidth(cells, names)
    return new TextEncoder().encode(listOf(names, cells, options.types === 'text' ? undefined : rows))
  },
}

async function parsed(text: string, delimiter: string): Promise<readonly Cells[]> {
  const { CsvError, parse } = await import('csv-parse/sync')
  try {
    return parse(text, { delimiter, bom: true, skip_empty_lines: true })
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    throw new BodyProblem(`CSV that cannot be read: ${cause.message}`, {
      code: 'invalid_csv',
      hint: 'check response_format: delimiter, encoding and header say how it is written',
    })
  }
}

/** Bodies whose content type names an encoding come in UTF-8 already. */
function decoded(body: Uint8Array, contentType: string, encoding: string | undefined): string {
  const label = encoding === undefined || /charset\s*=/i.test(contentType) ? 'utf-8' : encoding
  try {
    return new TextDecoder(label).decode(body)
  } catch {
    throw new BodyProblem(`CSV, and response_format.encoding ${label} is none that is known`, {
      code: 'invalid_config',
      hint: 'name an encoding such as utf-8, windows-1252 or utf-16le',
    })
  }
}

const DELIMITERS = [',', ';', '\t', '|']

/** The one that stands most often in the header line, outside of quotes. */
function delimiterOf(text: string): string {
  const [header = ''] = text.replace(/"[^"]*"/g, '').split(/\r?\n/, 1)
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}

/** A blank name (of an index that some tools write) becomes the column's number. */
function columnNames(header: Cells): readonly string[] {
  const names = header.map((name, index) => name.trim() || `column_${index + 1}`)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return names
  throw new BodyProblem(`CSV whose header line names ${twice} twice`, {
    code: 'invalid_csv',
    hint: 'if it has no header line, give the names: response_format: { type: csv, header: [...] }',
  })
}

function checkWidth(records: readonly Cells[], names: readonly string[]): void {
  const wrong = records.findIndex(({ length }) => length !== names.length)
  if (wrong < 0) return
  throw new BodyProblem(
    `CSV whose row ${wrong + 1} has ${records[wrong]?.length} cells, not ${names.length} as it has names`,
    { code: 'invalid_csv', hint: 'check response_format: delimiter and header say how it is written' },
  )
}

function listOf(names: readonly string[], records: readonly Cells[], typed: RowsWanted | undefined): string {
  const columns = names.map((name, index) => ({
    key: JSON.stringify(name),
    values: cellsAsJson(
      records.map((cells) => cells[index] ?? ''),
      typed === undefined || typed.isHinted(name),
    ),
  }))
  const rows = records.map((_, row) => `{${columns.map(({ key, values }) => `${key}:${values[row]}`).join(',')}}`)
  return `[${rows.join(',')}]`
}
