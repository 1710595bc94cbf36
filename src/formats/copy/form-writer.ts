import type { Column } from '../../schema/stored.ts'
import { createFileSink } from '../file-sink.ts'
import type { ColumnPage, TablePage } from '../parquet/plain-page.ts'
import type { TableWriter, TableWriterOptions } from '../table-writer.ts'
import { ByteBuffer } from './byte-buffer.ts'
import type { Cells } from './cells.ts'

const CHUNK = 512 * 1024
/** So large that a statement a file costs nothing, and so small that several sessions share the files of a table. */
const FILE_BYTES = 32 * 1024 * 1024

/** A column of the page that is written; undefined: the page has none of that name. */
export type CopyPart = { readonly cells: Cells; readonly validity: Uint8Array | null } | undefined

/** One of the two forms of COPY. */
export interface CopyForm {
  cellsOf(page: ColumnPage): Cells
  /** Of a form that one type alone reads: which. */
  typeOf?(column: Column): string
  /** What stands before and behind the rows of a file. */
  readonly header: Uint8Array
  readonly trailer: Uint8Array
  writeRow(out: ByteBuffer, parts: readonly CopyPart[], row: number): void
}

/** Writes the pages of one table as streams for PostgreSQL's COPY. */
export function createCopyFormWriter(options: TableWriterOptions, form: CopyForm): TableWriter {
  const sink = createFileSink(options)
  const out = new ByteBuffer()
  let columns: string[] = []
  const types = new Map<string, string>()
  let rows = 0
  let bytes = 0
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
    if (rows === 0) out.append(form.header)
    for (const { column } of page.columns) if (form.typeOf) types.set(column.name, form.typeOf(column))
    const byName = new Map(page.columns.map((part) => [part.column.name, part]))
    const parts = columns.map((name): CopyPart => {
      const part = byName.get(name)
      return part === undefined ? undefined : { cells: form.cellsOf(part), validity: part.validity }
    })
    for (let row = 0; row < page.rows; row++) {
      form.writeRow(out, parts, row)
      if (out.at >= CHUNK) flush()
    }
    rows += page.rows
    for (const [index, name] of columns.entries()) count(name, parts[index]?.cells)
    if (bytes >= FILE_BYTES) endFile()
  }

  function flush(): void {
    const taken = out.take()
    bytes += taken.length
    sink.append(taken)
  }

  function count(name: string, cells: Cells | undefined): void {
    if (cells === undefined || cells.nuls === 0) return
    nuls[name] = (nuls[name] ?? 0) + cells.nuls
  }

  function endFile(): void {
    if (rows === 0) return
    out.append(form.trailer)
    flush()
    const typed = form.typeOf && { types: columns.map((name) => types.get(name) ?? '') }
    sink.endFile({ rows, columns, nuls, ...typed })
    rows = 0
    bytes = 0
    nuls = {}
  }
}

/** Whether the row of a page has a value in that column. */
export function hasValue({ validity }: { readonly validity: Uint8Array | null }, row: number): boolean {
  return validity === null || ((validity[row >> 3]! >> (row & 7)) & 1) === 1
}
