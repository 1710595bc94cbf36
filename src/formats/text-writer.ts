import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { createFileSink } from './file-sink.ts'
import type { TablePage } from './parquet/plain-page.ts'
import type { TableWriter, TableWriterOptions } from './table-writer.ts'

/** What makes rows into lines. */
export interface TextForm {
  /** The line above the rows of a file, with its line feed; absent: none, and rows of one file may have different columns. */
  readonly header?: (columns: readonly string[]) => string
  /** The lines of a page, each with its line feed. @param columns those of the file. */
  readonly lines: (page: TablePage, columns: readonly string[]) => string
}

/** Files stay small, because a reader may hold a buffer of a whole file for what could be one long line. */
const FILE_BYTES = 16 * 1024 * 1024

const compress = promisify(gzip)

/** Writes the pages of one table as lines of UTF-8 text, for exchange compressed: pages behind one another are one gzip file. */
export function createTextWriter(options: TableWriterOptions, form: TextForm): TableWriter {
  const sink = createFileSink({ ...options, ...(options.spelling === 'exchange' && { encode: compress }) })
  let columns: readonly string[] = []
  let rows = 0
  let bytes = 0

  return {
    write,
    get pendingBytes() {
      return sink.pendingBytes
    },
    drain: () => sink.drain(),
    close() {
      endFile()
      return sink.close()
    },
    abort: () => sink.abort(),
  }

  function write(page: TablePage): void {
    if (page.rows === 0) return
    const added = page.columns.map(({ column }) => column.name).filter((name) => !columns.includes(name))
    if (form.header !== undefined && added.length > 0) endFile()
    columns = [...columns, ...added]
    const head = rows === 0 ? (form.header?.(columns) ?? '') : ''
    const chunk = Buffer.from(head + form.lines(page, columns))
    sink.append(chunk)
    rows += page.rows
    bytes += chunk.length
    if (bytes >= FILE_BYTES) endFile()
  }

  function endFile(): void {
    if (rows === 0) return
    sink.endFile({ rows, columns })
    if (form.header === undefined) columns = []
    rows = 0
    bytes = 0
  }
}
