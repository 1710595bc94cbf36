import { createFileSink } from '../file-sink.ts'
import type { TablePage } from '../parquet/plain-page.ts'
import type { TableWriter, TableWriterOptions } from '../table-writer.ts'
import { ByteBuffer } from './byte-buffer.ts'
import { type Cells, cellsOf } from './cells.ts'

const CHUNK = 512 * 1024
const [TAB, NEWLINE, BACKSLASH, UPPER_N] = [9, 10, 92, 78]

/** Writes the pages of one table as text streams for PostgreSQL's COPY: a line a row, tabs between cells, `\N` for null. */
export function createCopyWriter(options: TableWriterOptions): TableWriter {
  const sink = createFileSink(options)
  const out = new ByteBuffer()
  let columns: string[] = []
  let rows = 0
  let nuls: Record<string, number> = {}

  return {
    write,
    get pendingBytes() {
      return sink.pendingBytes + out.at
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
    const names = page.columns.map(({ column }) => column.name)
    const added = names.filter((name) => !columns.includes(name))
    if (added.length > 0) {
      endFile()
      columns = [...columns, ...added]
    }
    const byName = new Map(page.columns.map((part) => [part.column.name, part]))
    const parts = columns.map((name) => {
      const part = byName.get(name)
      return part === undefined ? undefined : { cells: cellsOf(part), validity: part.validity }
    })
    for (let row = 0; row < page.rows; row++) {
      writeRow(parts, row)
      if (out.at >= CHUNK) sink.append(out.take())
    }
    rows += page.rows
    for (const [index, name] of columns.entries()) count(name, parts[index]?.cells)
  }

  function writeRow(
    parts: readonly ({ readonly cells: Cells; readonly validity: Uint8Array | null } | undefined)[],
    row: number,
  ): void {
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index]
      out.reserve(4)
      if (index > 0) out.bytes[out.at++] = TAB
      if (part !== undefined && (part.validity === null || ((part.validity[row >> 3]! >> (row & 7)) & 1) === 1)) {
        part.cells.next(out)
      } else {
        out.bytes[out.at++] = BACKSLASH
        out.bytes[out.at++] = UPPER_N
      }
    }
    out.reserve(1)
    out.bytes[out.at++] = NEWLINE
  }

  function count(name: string, cells: Cells | undefined): void {
    if (cells === undefined || cells.nuls === 0) return
    nuls[name] = (nuls[name] ?? 0) + cells.nuls
  }

  function endFile(): void {
    if (rows === 0) return
    sink.append(out.take())
    sink.endFile({ rows, columns, nuls })
    rows = 0
    nuls = {}
  }
}
