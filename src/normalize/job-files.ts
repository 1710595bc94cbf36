import { createHash, randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { FileFormat } from '../capabilities/capabilities.ts'
import type { JobFile } from '../contracts/load-package.ts'
import { isGzipped } from '../formats/is-gzipped.ts'
import type { TablePage } from '../formats/parquet/plain-page.ts'
import { createTableWriter } from '../formats/registry.ts'
import type { Spelling, TableFile, TableWriter } from '../formats/table-writer.ts'
import { withFile } from '../storage/file-error.ts'
import { createTurns } from '../storage/turns.ts'
import { emptyMeasure, fitTexts, type TextMeasure, type TextRules } from './fit-texts.ts'

/** Above so many bytes that wait for the disk, no further page is taken. */
const MAX_PENDING = 96 * 1024 * 1024
/** Files of a package that are open at once, however many tables it has: macOS lets a process have 256 of all kinds. */
const MAX_OPEN = 32

export interface JobFilesOptions {
  /** Absolute; the files of a package lie side by side in it. */
  readonly folder: string
  readonly compression: 'none' | 'zstd'
  /** Absent: `own`. */
  readonly spelling?: Spelling | undefined
  /** Format of a table's files. */
  readonly formatOf: (table: string) => FileFormat
  /** What texts may be; absent: as they are, and nothing is measured. */
  readonly texts?: TextRules | undefined
}

/** Values or characters that a format of job files cannot hold. */
export interface LeftOut {
  readonly table: string
  readonly column: string
  readonly reason: string
  readonly count: number
}

const NO_NULS = 'the destination, which takes no NUL characters'

interface OpenWriter {
  readonly table: string
  readonly writer: TableWriter
  readonly shape: number
}

/** The job files of a package: one writer a table, files named by a random id. */
export class JobFiles {
  readonly #options: JobFilesOptions
  readonly #turn = createTurns(MAX_OPEN)
  readonly #writers = new Map<string, TableWriter>()
  readonly #expected = new Set<string>()
  /** Writers that get no more pages. */
  readonly #cut: OpenWriter[] = []
  readonly #shapes = new Map<string, number>()
  readonly #measures = new Map<string, TextMeasure>()
  readonly #added: JobFile[] = []
  readonly #leftOut: LeftOut[] = []
  /** Rows by table that files hold or will hold. */
  readonly rows = new Map<string, number>()
  /** Decided once a table, when its first file is opened. */
  readonly #formats = new Map<string, FileFormat>()

  constructor(options: JobFilesOptions) {
    this.#options = options
  }

  write(page: TablePage): void {
    this.#count(page.table, page.rows)
    this.#writer(page.table).write(this.#fitted(page))
  }

  /** Waits for the disk where too much is on its way to it. */
  async settle(): Promise<void> {
    const writers = [...this.#writers.values()]
    const pending = writers.reduce((sum, writer) => sum + writer.pendingBytes, 0)
    if (pending > MAX_PENDING) await Promise.all(writers.map((writer) => writer.drain()))
  }

  /** Finishes all files. */
  async close(): Promise<readonly JobFile[]> {
    const open = [...this.#writers].map(([table, writer]) => ({ table, writer, shape: this.#shapeOf(table) }))
    const jobs = [...this.#cut, ...open].map(async ({ table, writer, shape }) => {
      const files = await writer.close()
      return files.map((file) => ({
        ...this.#jobOf(table, file),
        ...this.#measured(table),
        ...(shape > 0 && { shape }),
      }))
    })
    this.#countChanged()
    const written = [...this.#added, ...(await Promise.all(jobs)).flat()]
    const empty = [...this.#expected].filter((table) => !written.some((job) => job.table === table))
    return [...written, ...(await Promise.all(empty.map((table) => this.#emptyJob(table))))]
  }

  /** A file of the package that was made elsewhere. */
  add(table: string, format: FileFormat, file: TableFile): void {
    this.#count(table, file.rows)
    this.#added.push(this.#jobOf(table, file, format))
  }

  /** Absolute path of a new file. */
  nextFile(table: string, format = this.#formatOf(table)): string {
    const suffix = isGzipped(format, this.#options.spelling) ? '.gz' : ''
    return join(this.#options.folder, `${randomBytes(5).toString('hex')}.${format}${suffix}`)
  }

  /** Ends a table's files: what follows goes to others, which are read apart because a column has another type there. */
  cut(table: string): void {
    const writer = this.#writers.get(table)
    if (writer === undefined) return
    this.#writers.delete(table)
    this.#cut.push({ table, writer, shape: this.#shapeOf(table) })
    this.#shapes.set(table, this.#shapeOf(table) + 1)
  }

  #count(table: string, rows: number): void {
    this.rows.set(table, (this.rows.get(table) ?? 0) + rows)
  }

  #fitted(page: TablePage): TablePage {
    const { texts } = this.#options
    if (texts === undefined) return page
    const measure = this.#measures.get(page.table) ?? emptyMeasure()
    this.#measures.set(page.table, measure)
    return fitTexts(page, texts, measure)
  }

  #measured(table: string): Pick<JobFile, 'textBytes'> {
    if (this.#options.texts === undefined) return {}
    return { textBytes: this.#measures.get(table)?.longest ?? {} }
  }

  #countChanged(): void {
    for (const [table, { cut, nuls }] of this.#measures) {
      const add = (column: string, count: number, reason: string) =>
        this.#leftOut.push({ table, column, count, reason })
      for (const [column, count] of Object.entries(nuls)) add(column, count, NO_NULS)
      for (const [column, count] of Object.entries(cut)) {
        add(column, count, `the destination, which takes ${this.#options.texts?.maxBytes} bytes of a text`)
      }
    }
  }

  #shapeOf(table: string): number {
    return this.#shapes.get(table) ?? 0
  }

  /** What the finished files lack. */
  get leftOut(): readonly LeftOut[] {
    return this.#leftOut
  }

  /** A job for the table even if no row comes: then its file has no bytes. */
  expect(table: string): void {
    this.#expected.add(table)
  }

  async #emptyJob(table: string): Promise<JobFile> {
    const file = this.nextFile(table)
    await this.#turn(() => withFile(file, () => writeFile(file, '', { mode: 0o600 })))
    const empty = this.#jobOf(table, {
      file,
      rows: 0,
      bytes: 0,
      digest: createHash('sha256').digest('hex'),
      columns: [],
    })
    return { ...empty, ...this.#measured(table) }
  }

  async abort(): Promise<void> {
    await Promise.allSettled(
      [...this.#cut.map(({ writer }) => writer), ...this.#writers.values()].map((writer) => writer.abort()),
    )
  }

  #writer(table: string): TableWriter {
    const known = this.#writers.get(table)
    if (known !== undefined) return known
    const writer = createTableWriter(this.#formatOf(table), {
      nextFile: () => this.nextFile(table),
      compression: this.#options.compression,
      ...(this.#options.spelling && { spelling: this.#options.spelling }),
      turn: this.#turn,
    })
    this.#writers.set(table, writer)
    return writer
  }

  #formatOf(table: string): FileFormat {
    const format = this.#formats.get(table) ?? this.#options.formatOf(table)
    this.#formats.set(table, format)
    return format
  }

  #jobOf(table: string, file: TableFile, format = this.#formatOf(table)): JobFile {
    const name = basename(file.file)
    for (const [column, count] of Object.entries(file.nuls ?? {})) {
      this.#leftOut.push({ table, column, count, reason: NO_NULS })
    }
    return {
      id: name.slice(0, name.indexOf('.')),
      table,
      format,
      file: `files/${name}`,
      columns: file.columns,
      ...(file.types !== undefined && { types: file.types }),
      rows: file.rows,
      bytes: file.bytes,
      digest: file.digest,
    }
  }
}
