import type { FileFormat } from '../capabilities/capabilities.ts'
import type { JobFile, WidenedColumn } from '../contracts/load-package.ts'
import type { Page } from '../contracts/page.ts'
import { TolvaError } from '../errors/tolva-error.ts'
import type { Spelling } from '../formats/table-writer.ts'
import type { NamingConvention } from '../naming/naming-convention.ts'
import type { HintedSchema } from '../schema/merge-hints.ts'
import type { Schema } from '../schema/stored.ts'
import { parseExact } from '../values/exact-json.ts'
import { skipValue } from '../values/json-path.ts'
import { type Builders, createBuilders } from './builders.ts'
import { checkBound } from './check-bound.ts'
import type { TextRules } from './fit-texts.ts'
import { Imports } from './imports.ts'
import { JobFiles } from './job-files.ts'
import { createKernel, type Kernel } from './kernel.ts'
import { NeedsWiderColumn } from './needs-wider-column.ts'
import { parseRows, rowBytes } from './page-rows.ts'
import { placeError } from './place-of-error.ts'
import type { CountedDiscard, Discard } from './set-aside.ts'
import type { TableState } from './table-state.ts'
import { Tables } from './tables.ts'
import { type RowPolicy, ValueWay } from './value-way.ts'
import { type HoldsInexact, Widening } from './widening.ts'

export interface NormalizeOptions {
  /** With the hints of the resources merged in. */
  readonly schema: Schema
  readonly naming: NamingConvention
  readonly loadId: string
  /** Folder that takes the job files. Absolute; it exists. */
  readonly folder: string
  readonly compression: 'none' | 'zstd'
  /** Absent: `own`. */
  readonly spelling?: Spelling
  /** Formats that the destination loads; absent: that of each table only. */
  readonly formats?: readonly FileFormat[]
  /** Format of a table's job files. */
  readonly formatOf: (table: string) => FileFormat
  /** Columns that a table may have at the destination. */
  readonly maxColumns: number
  /** How the destination merges tables of a format that say no strategy; absent: by `delete-insert`. */
  readonly mergedBy?: (tableFormat: string | undefined) => string | undefined
  /** What texts may be; absent: as they are. */
  readonly texts?: TextRules | undefined
  /** Seconds since the epoch. */
  readonly now: number
  /** Fills with the random bytes of row ids; absent: `node:crypto`. */
  readonly random?: (bytes: Uint8Array) => void
  /** Asked before a column of integers that was loaded before becomes one of doubles. Absent: nothing was loaded. */
  readonly holdsInexact?: HoldsInexact | undefined
}

/** What a package's rows came to. */
export interface Normalized {
  /** With everything that the data added; not bumped. */
  readonly schema: Schema
  readonly jobs: readonly JobFile[]
  /** Tables that got rows. */
  readonly tables: readonly string[]
  readonly nullOnlyColumns: Readonly<Record<string, readonly string[]>>
  /** Table → columns that several keys of one row led to: only the last value stayed. */
  readonly sharedColumns: Readonly<Record<string, readonly string[]>>
  /** Columns that changed their type. */
  readonly widened: readonly WidenedColumn[]
  /** Rows and values that contracts set aside. */
  readonly discarded: readonly CountedDiscard[]
}

/** Where a page's rows belong. */
export interface PageTarget extends RowPolicy {
  /** Normalized name of the root table. */
  readonly table: string
  readonly resource: string
}

/**
 * Turns pages into job files: bytes by the kernel, rows by the value way, both into the same builders.
 * Pages are added in order: the first value decides a column's type.
 */
export class Normalizer {
  readonly #builders: Builders
  readonly #tables: Tables
  readonly #valueWay: ValueWay
  readonly #kernel: Kernel
  readonly #files: JobFiles
  readonly #imports: Imports
  readonly #widening: Widening
  /** true: some page may widen columns, so all pages are looked at. */
  #widens = false

  constructor(options: NormalizeOptions) {
    this.#builders = createBuilders(options)
    this.#tables = new Tables({ ...options, builders: this.#builders })
    this.#valueWay = new ValueWay(this.#tables)
    this.#kernel = createKernel(this.#builders)
    this.#files = new JobFiles(options)
    this.#widening = new Widening({
      tables: this.#tables,
      filters: this.#valueWay.filters,
      files: this.#files,
      schema: options.schema,
      holdsInexact: options.holdsInexact,
    })
    this.#imports = new Imports({
      ...options,
      formats: options.formats ?? [],
      tables: this.#tables,
      valueWay: this.#valueWay,
      files: this.#files,
      addRow: async (write) => {
        if (this.#builders.isFull) {
          this.#flush()
          await this.#files.settle()
        }
        write()
      },
    })
  }

  get schema(): Schema {
    return this.#tables.schema
  }

  /** Takes over a schema in which hints of a further resource were merged, and what a contract keeps out of it. */
  useSchema({ schema, filters }: HintedSchema): void {
    this.#tables.useSchema(schema)
    // A hinted column that is kept out is a hint kept out: its values meet the contract by themselves, as in dlt.
    for (const [table, kept] of filters) {
      const tables = kept.filter(({ entity }) => entity === 'tables')
      this.#valueWay.filters.leaveOut(table, tables)
    }
  }

  /**
   * Adds one page. On an error the builders hold the rows before the failing one; call `abort`.
   *
   * @returns the number of root rows.
   * @throws SchemaError, SourceError: with table, resource and row in the context.
   */
  async add(page: Page<unknown>, target: PageTarget): Promise<number> {
    const rows = await this.#addPage(page, target)
    // A table whose rows were all set aside counts as loaded with none.
    if (rows > 0 && this.#tables.schema.tables.has(target.table)) this.#files.expect(target.table)
    await this.#files.settle()
    return rows
  }

  /** Rows by table so far, nested ones too. */
  rowCounts(): ReadonlyMap<string, number> {
    const counts = new Map(this.#files.rows)
    for (const { name, rows } of this.#builders.tables) counts.set(name, (counts.get(name) ?? 0) + rows)
    return counts
  }

  /** Counts a row that was left out before it came here. */
  setAside(what: Discard): void {
    this.#tables.aside.addTotal(what)
  }

  /** Makes sure that a hinted table exists after the load, rows or no rows. A table that a contract keeps out stays out. */
  async materialize(table: string): Promise<void> {
    if (!this.#tables.schema.tables.has(table)) return
    const state = this.#tables.root(table)
    const missing = this.#tables.missingColumns(state, [], false)
    if (missing !== undefined) this.#tables.evolve(state, missing)
    this.#files.expect(table)
  }

  /** Flushes and closes all files. */
  async finish(): Promise<Normalized> {
    this.#flush()
    await this.#imports.close()
    const jobs = await this.#files.close()
    const tables = [...new Set(jobs.map((job) => job.table))]
    checkBound(this.#tables.schema, tables)
    return {
      schema: this.#tables.schema,
      jobs,
      tables,
      nullOnlyColumns: this.#columnsBy(({ nullOnly, stored }) =>
        [...nullOnly].filter((name) => stored?.columns.get(name)?.data_type === undefined),
      ),
      sharedColumns: this.#columnsBy(({ shared }) => [...shared]),
      widened: this.#widening.columns,
      discarded: [...this.#tables.aside.totals, ...this.#files.leftOut],
    }
  }

  #columnsBy(pick: (state: TableState) => readonly string[]): Readonly<Record<string, readonly string[]>> {
    const found: Record<string, readonly string[]> = {}
    for (const state of this.#tables.states) {
      const columns = new Set([...(found[state.name] ?? []), ...pick(state)])
      if (columns.size > 0) found[state.name] = [...columns]
    }
    return found
  }

  /** Closes what is open; the folder is the caller's to delete. */
  async abort(): Promise<void> {
    await this.#imports.close()
    await this.#files.abort()
  }

  async #addPage(page: Page<unknown>, target: PageTarget): Promise<number> {
    if (target.widen) this.#widens = true
    if ('rows' in page) return this.#addRows(page.rows, target)
    if ('bytes' in page) return this.#addBytes(page, target)
    try {
      if ('file' in page) return await this.#imports.addFile(page, target.table)
      return await this.#imports.addArrow(page, target.table)
    } catch (error) {
      throw placeError(located(error, target), page)
    }
  }

  async #addRows(rows: readonly unknown[], target: PageTarget): Promise<number> {
    for (let index = 0; index < rows.length; index++) {
      const wider = this.#addValue(rows[index], target, index)
      if (wider !== undefined) await this.#widen(wider, () => this.#addValue(rows[index], target, index))
    }
    return rows.length
  }

  /** Writes one root row. @returns what must be widened before the row can be written; undefined: it is written. */
  #addValue(item: unknown, target: PageTarget, index: number): NeedsWiderColumn | undefined {
    if (this.#builders.isFull) this.#flush()
    this.#builders.mark()
    try {
      this.#valueWay.writeRoot(target.table, item, target)
      return undefined
    } catch (error) {
      this.#builders.rollback()
      this.#tables.aside.forgetRow()
      if (error instanceof NeedsWiderColumn) return error
      throw located(error, target, index)
    }
  }

  /** Widens column after column until the row can be written. */
  async #widen(needed: NeedsWiderColumn, again: () => NeedsWiderColumn | undefined): Promise<void> {
    for (let wider: NeedsWiderColumn | undefined = needed; wider !== undefined; wider = again()) {
      this.#flush()
      await this.#widening.widen(wider)
    }
  }

  async #addBytes(page: Extract<Page, { bytes: Uint8Array }>, target: PageTarget): Promise<number> {
    try {
      return await this.#buildBytes(page, target)
    } catch (error) {
      throw placeError(located(error, target), page)
    }
  }

  async #buildBytes(page: Extract<Page, { bytes: Uint8Array }>, target: PageTarget): Promise<number> {
    const rows = rowBytes(page, target)
    const refused = this.#valueWay.filters.refusal(target.table) !== undefined
    const state = this.#tables.root(target.table)
    if (refused || !this.#tables.kernelReady(state)) return this.#addRows(parseRows(rows, page.format), target)
    const kernel = this.#kernel
    const firstByValue = state.builder.roleColumn('row_id') === undefined
    kernel.page(rows, { table: state.builder, map: state.map, format: page.format ?? 'json', firstByValue })
    for (let byValue = 0; ; ) {
      const result = kernel.run()
      if (result.state === 'done') return kernel.rows + byValue
      if (result.state === 'full') {
        this.#flush()
        continue
      }
      const end = skipValue(rows, result.row)
      const row = parseExact(rows, result.row, end)
      const at = kernel.rows + byValue
      const wider = this.#addValue(row, target, at)
      if (wider !== undefined) await this.#widen(wider, () => this.#addValue(row, target, at))
      byValue++
      kernel.skipTo(end)
    }
  }

  #flush(): void {
    this.#builders.flush((page) => {
      if (this.#widens) this.#widening.look(page)
      this.#files.write(page)
    })
  }
}

/** Says at which resource, table and row an error arose, where it does not yet. */
function located(error: unknown, target: PageTarget, row?: number): unknown {
  if (!(error instanceof TolvaError)) return error
  const { table = target.table, row: known = row } = error.context
  Object.assign(error.context, { resource: target.resource, table, ...(known === undefined ? {} : { row: known }) })
  return error
}
