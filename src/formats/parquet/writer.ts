import { InternalError } from '../../errors/tolva-error.ts'
import type { Column } from '../../schema/stored.ts'
import { createGrownFile, type GrownFile } from '../grown-file.ts'
import type { TableFile, TableWriter, TableWriterOptions } from '../table-writer.ts'
import { encodePage } from './data-page.ts'
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
  readonly file: GrownFile
  readonly columns: readonly Column[]
  readonly groups: RowGroup[]
}

const MEGABYTE = 1024 * 1024

/** Writes the pages of one table into Parquet files: flat, optional columns, PLAIN. */
export function createParquetWriter(options: ParquetWriterOptions): TableWriter {
  const { compression = 'none', spelling = 'own' } = options
  const { groupRows = ROW_GROUP_ROWS, groupBytes = 64 * MEGABYTE, groupsPerFile = 2 } = options
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
    const isNew = file === undefined
    file ??= newFile(parts.map(({ column }) => column))
    const { file: into, groups } = file
    const chunks: ColumnChunk[] = []
    await into.during(async (append) => {
      if (isNew) await append([MAGIC])
      for (const { pages } of parts) {
        const encoded = await Promise.all(pages.map((page) => encodePage(page, { compression, spelling })))
        const offset = into.bytes
        await append(encoded.flatMap((page) => page.parts))
        chunks.push({
          offset,
          bytes: encoded.reduce((sum, page) => sum + page.bytes, 0),
          rawBytes: encoded.reduce((sum, page) => sum + page.rawBytes, 0),
        })
      }
    })
    groups.push({ rows: groupRowCount, chunks })
  }

  function newFile(fileColumns: readonly Column[]): OpenFile {
    return { file: createGrownFile(options.nextFile(), options.turn), columns: fileColumns, groups: [] }
  }

  async function finishFile(): Promise<void> {
    if (file === undefined) throw new InternalError('a Parquet file has no row group', { code: 'no_row_group' })
    const done = file
    const written = await done.file.finish([fileFooter(done.columns, done.groups, { compression, spelling })])
    file = undefined
    files.push({
      ...written,
      rows: done.groups.reduce((sum, group) => sum + group.rows, 0),
      columns: done.columns.map(({ name }) => name),
    })
  }
}

function nulls(column: Column, rows: number): ColumnPage {
  return { column, rows, validity: new Uint8Array((rows + 7) >> 3), values: new Uint8Array(0) }
}
