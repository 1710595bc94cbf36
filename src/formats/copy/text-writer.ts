import type { TableWriter, TableWriterOptions } from '../table-writer.ts'
import { cellsOf } from './cells.ts'
import { type CopyForm, createCopyFormWriter, hasValue } from './form-writer.ts'

const [TAB, NEWLINE, BACKSLASH, UPPER_N] = [9, 10, 92, 78]

/** A line a row, tabs between cells, `\N` for null. */
const TEXT: CopyForm = {
  cellsOf,
  header: new Uint8Array(),
  trailer: new Uint8Array(),
  writeRow(out, parts, row) {
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index]
      out.reserve(4)
      if (index > 0) out.bytes[out.at++] = TAB
      if (part !== undefined && hasValue(part, row)) {
        part.cells.next(out)
      } else {
        out.bytes[out.at++] = BACKSLASH
        out.bytes[out.at++] = UPPER_N
      }
    }
    out.reserve(1)
    out.bytes[out.at++] = NEWLINE
  },
}

/** Writes the pages of one table as text streams for PostgreSQL's COPY. */
export function createCopyTextWriter(options: TableWriterOptions): TableWriter {
  return createCopyFormWriter(options, TEXT)
}
