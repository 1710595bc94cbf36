import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { InternalError } from '../../errors/tolva-error.ts'
import type { Column } from '../../schema/stored.ts'
import type { TableFile, TableWriter, TableWriterOptions } from '../table-writer.ts'
import { type EncodedPage, encodePage } from './data-page.ts'
import { type ColumnChunk, fileFooter, MAGIC, type RowGroup } from './footer.ts'
import type { ColumnPage, TablePage } from './plain-page.ts'
import { ROW_GROUP_ROWS } from './row-group.ts'
import { splitPage } from './split-page.ts'

export interface ParquetWriterOptions extends TableWriterOptions {
  /** Rows of a row group. Absent: 122,880, as many as DuckDB keeps together. */
  readonly groupRows?: number
  /** Bytes (not compressed) after which a row group ends whatever its rows. Absent: 64 MB. */
  readonly groupBytes?: number
  /** Absent: 2, so that an INSERT of one file uses two threads. */
  readonly groupsPerFile?: number
}

interface PendingColumn {
  readonly column: Column
  readonly pages: ColumnPage[]
  rows: number
}

interface OpenFile {
  readonly path: string
  readonly columns: readonly Column[]
  readonly groups: RowGroup[]
  readonly hash: ReturnType<typeof createHash>
  readonly handle: FileHandle
  bytes: number
}

const MEGABYTE = 1024 * 1024

/** Writes the pages of one table into Parquet files: flat, optional columns, PLAIN. */
export function createParquetWriter(options: ParquetWriterOptions): TableWriter {
  const { compression = 'none', groupRows = ROW_GROUP_ROWS, groupBytes = 64 * MEGABYTE, groupsPerFile = 2 } = options
  let columns = new Map<string, PendingColumn>()
  let rows = 0
  let bytes = 0
  let groupsStarted = 0
  let pendingBytes = 0
  let file: OpenFile | undefined
  let failed: { readonly error: unknown } | undefined
  let work: Promise<void> = Promise.resolve()
  const files: TableFile[] = []

  return {
    write,
    get pendingBytes() {
      return pendingBytes
    },
    async drain() {
      await work
      rethrow()
    },
    async close() {
      endFile()
      await work
      rethrow()
      return files
    },
    async abort() {
      failed ??= { error: new Error('aborted') }
      await work
      await file?.handle.close()
      file = undefined
    },
  }

  function write(page: TablePage): void {
    if (page.rows === 0) return
    const room = groupRows - rows
    if (page.rows > room) {
      const [head, tail] = splitPage(page, room)
      write(head)
      write(tail)
      return
    }
    const isWider = page.columns.some(({ column }) => !columns.has(column.name))
    if (isWider && groupsStarted > 0) endFile()
    for (const part of page.columns) append(part)
    rows += page.rows
    for (const pending of columns.values()) fillUp(pending)
    if (rows >= groupRows || bytes >= groupBytes) {
      endGroup()
      if (groupsStarted >= groupsPerFile) endFile()
    }
  }

  function append(page: ColumnPage): void {
    let pending = columns.get(page.column.name)
    if (pending === undefined) {
      pending = { column: page.column, pages: [], rows: 0 }
      columns.set(page.column.name, pending)
      fillUp(pending)
    }
    pending.pages.push(page)
    pending.rows += page.rows
    const size = page.values.length + (page.validity?.length ?? 0)
    bytes += size
    pendingBytes += size
  }

  /** Nulls for the rows of this group that the column does not have. */
  function fillUp(pending: PendingColumn): void {
    const missing = rows - pending.rows
    if (missing <= 0) return
    pending.pages.push(nulls(pending.column, missing))
    pending.rows = rows
  }

  function endGroup(): void {
    if (rows === 0) return
    const group = { rows, columns: [...columns.values()] }
    const size = bytes
    groupsStarted++
    columns = new Map(group.columns.map(({ column }) => [column.name, { column, pages: [], rows: 0 }]))
    rows = 0
    bytes = 0
    enqueue(async () => {
      await writeGroup(group.rows, group.columns)
      pendingBytes -= size
    })
  }

  function endFile(): void {
    endGroup()
    if (groupsStarted === 0) return
    groupsStarted = 0
    columns = new Map()
    enqueue(finishFile)
  }

  /** Work is done in order; after a failure nothing more is written. */
  function enqueue(step: () => Promise<void>): void {
    work = work.then(async () => {
      if (failed !== undefined) return
      try {
        await step()
      } catch (error) {
        failed = { error }
      }
    })
  }

  function rethrow(): void {
    if (failed !== undefined) throw failed.error
  }

  async function writeGroup(groupRowCount: number, parts: readonly PendingColumn[]): Promise<void> {
    file ??= await openFile(parts.map(({ column }) => column))
    const chunks: ColumnChunk[] = []
    for (const { pages } of parts) {
      const encoded = await Promise.all(pages.map((page) => encodePage(page, compression)))
      const offset = file.bytes
      await appendPages(file, encoded)
      chunks.push({
        offset,
        bytes: encoded.reduce((sum, page) => sum + page.bytes, 0),
        rawBytes: encoded.reduce((sum, page) => sum + page.rawBytes, 0),
      })
    }
    file.groups.push({ rows: groupRowCount, chunks })
  }

  async function openFile(fileColumns: readonly Column[]): Promise<OpenFile> {
    const path = options.nextFile()
    const handle = await open(path, 'wx')
    const opened: OpenFile = { path, columns: fileColumns, groups: [], hash: createHash('sha256'), handle, bytes: 0 }
    await appendPages(opened, [{ parts: [MAGIC], bytes: MAGIC.length, rawBytes: MAGIC.length }])
    return opened
  }

  async function finishFile(): Promise<void> {
    if (file === undefined) throw new InternalError('a Parquet file has no row group', { code: 'no_row_group' })
    const done = file
    const footer = fileFooter(done.columns, done.groups, compression)
    await appendPages(done, [{ parts: [footer], bytes: footer.length, rawBytes: footer.length }])
    await done.handle.sync()
    await done.handle.close()
    file = undefined
    files.push({
      file: done.path,
      rows: done.groups.reduce((sum, group) => sum + group.rows, 0),
      bytes: done.bytes,
      digest: done.hash.digest('hex'),
      columns: done.columns.map(({ name }) => name),
    })
  }
}

async function appendPages(file: OpenFile, pages: readonly EncodedPage[]): Promise<void> {
  const parts = pages.flatMap((page) => page.parts)
  for (const part of parts) {
    file.hash.update(part)
    file.bytes += part.length
  }
  await writeAll(file.handle, parts)
}

async function writeAll(handle: FileHandle, parts: readonly Uint8Array[]): Promise<void> {
  const size = parts.reduce((sum, part) => sum + part.length, 0)
  const { bytesWritten } = await handle.writev([...parts])
  if (bytesWritten === size) return
  const rest = Buffer.concat(parts).subarray(bytesWritten)
  await writeRest(handle, rest)
}

async function writeRest(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let rest = bytes
  while (rest.length > 0) {
    const { bytesWritten } = await handle.write(rest)
    rest = rest.subarray(bytesWritten)
  }
}

function nulls(column: Column, rows: number): ColumnPage {
  return { column, rows, validity: new Uint8Array((rows + 7) >> 3), values: new Uint8Array(0) }
}
