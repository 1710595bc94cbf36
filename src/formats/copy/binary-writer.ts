import type { TableWriter, TableWriterOptions } from '../table-writer.ts'
import { binaryCellsOf } from './binary-cells.ts'
import { type CopyForm, createCopyFormWriter, hasValue } from './form-writer.ts'
import { put16, put32 } from './put-words.ts'
import { receiverOf } from './receiver.ts'

/** `PGCOPY`, four bytes that a transfer as text would change, no flags and no extension. */
const HEADER = Uint8Array.of(80, 71, 67, 79, 80, 89, 10, 255, 13, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0)

/** The number of columns before each row, a length before each value, -1 for null. */
const BINARY: CopyForm = {
  cellsOf: binaryCellsOf,
  typeOf: receiverOf,
  header: HEADER,
  trailer: Uint8Array.of(255, 255),
  writeRow(out, parts, row) {
    out.reserve(2 + 4 * parts.length)
    put16(out, parts.length)
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index]
      if (part !== undefined && hasValue(part, row)) {
        part.cells.next(out)
      } else {
        out.reserve(4)
        put32(out, -1)
      }
    }
  },
}

/** Writes the pages of one table as binary streams for PostgreSQL's COPY, as columns of the types that the schema says. */
export function createCopyBinaryWriter(options: TableWriterOptions): TableWriter {
  return createCopyFormWriter(options, BINARY)
}
