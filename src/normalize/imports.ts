import type { FileFormat } from '../capabilities/capabilities.ts'
import type { ArrowPage, Columnar, FilePage } from '../contracts/page.ts'
import type { DuckDbConnection } from '../duckdb/connection.ts'
import { connectScratch } from '../duckdb/scratch.ts'
import { SchemaError } from '../errors/tolva-error.ts'
import { readArrow } from '../formats/arrow/arrow-rows.ts'
import type { Column } from '../schema/stored.ts'
import { stateTable } from '../schema/system-tables.ts'
import { checkFile } from './check-file.ts'
import { fileShape, readFile, reading } from './file-shape.ts'
import { handoverType } from './foreign-type.ts'
import { importFile, type PlannedFile, selectRows } from './import-file.ts'
import { type ForeignColumn, type ImportInto, type ImportPlan, planImport } from './import-plan.ts'
import { writeCells } from './import-rows.ts'
import type { JobFiles } from './job-files.ts'
import type { Discard } from './set-aside.ts'

export interface ImportsOptions extends ImportInto {
  readonly files: JobFiles
  readonly loadId: string
  /** Absolute. */
  readonly folder: string
  readonly compression: 'none' | 'zstd'
  /** Formats that the destination loads. */
  readonly formats: readonly FileFormat[]
  /** Writes one row into the builders. */
  readonly addRow: (write: () => void) => Promise<void>
}

/** Brings rows that come in columns into a package: without row ids, unless their table has them already. */
export class Imports {
  readonly #options: ImportsOptions
  #scratch: DuckDbConnection | undefined

  constructor(options: ImportsOptions) {
    this.#options = options
  }

  /** @returns the number of rows. */
  async addFile(page: FilePage, table: string): Promise<number> {
    this.#scratch ??= await connectScratch(this.#options.folder)
    const scratch = this.#scratch
    const shape = await fileShape(scratch, page)
    const plan = this.#plan(
      page,
      table,
      page.format === 'parquet' ? shape.columns : this.#following(shape.columns, table),
    )
    if (plan === undefined) {
      const [row] = await reading(shape.file, () => scratch.rows(`SELECT count(*) FROM ${readFile(page)}`))
      this.#refused(table, Number(row?.[0]))
      return 0
    }
    const planned = { page, file: shape.file, plan, loadId: this.#loadIdOf(plan) }
    const counts = await checkFile(scratch, planned)
    const { aside } = this.#options.tables
    const dropping = plan.kept.find(({ mode }) => mode === 'discard_row')
    if (dropping !== undefined) aside.addTotal(discardOf(table, dropping), counts.droppedRows)
    for (const kept of plan.kept) {
      if (kept.mode === 'discard_value')
        aside.addTotal(discardOf(table, kept), counts.droppedValues.get(kept.name) ?? 0)
    }
    if (counts.rows > 0) await this.#bring(scratch, planned, counts.rows)
    else this.#options.files.expect(table)
    return counts.rows
  }

  /** @returns the number of rows. */
  async addArrow(page: ArrowPage, table: string): Promise<number> {
    const arrow = await readArrow(page.arrow)
    const { tables } = this.#options
    const plan = this.#plan(page, table, arrow.columns)
    if (plan === undefined) {
      this.#refused(table, arrow.rows)
      return 0
    }
    const columns = plan.columns.map(({ column }) => column)
    const sources = plan.columns.map(({ source }) => source)
    const keptOut = plan.kept.map(({ source }) => source)
    let rows = 0
    for (const [cells, others] of arrow.cells(sources, keptOut)) {
      const present = plan.kept.filter((_, index) => (others[index] ?? null) !== null)
      const dropping = present.find(({ mode }) => mode === 'discard_row')
      if (dropping === undefined) rows += await this.#addCells(plan, columns, cells)
      for (const kept of dropping === undefined ? present : [dropping]) tables.aside.addTotal(discardOf(table, kept))
    }
    return rows
  }

  #refused(table: string, rows: number): void {
    const refusal = this.#options.valueWay.filters.refusal(table)
    if (refusal !== undefined) this.#options.tables.aside.addTotal(refusal, rows)
  }

  async close(): Promise<void> {
    await this.#scratch?.[Symbol.asyncDispose]()
  }

  async #bring(scratch: DuckDbConnection, planned: PlannedFile, rows: number): Promise<void> {
    const { files, formats, compression } = this.#options
    const { plan } = planned
    const hasRowIds = this.#hasRowIds(plan)
    if (formats.includes('parquet') && (!hasRowIds || plan.state.rowId === 'random')) {
      const file = files.nextFile(plan.state.name, 'parquet')
      const whole = hasRowIds ? { ...planned, rowId: this.#options.tables.dltNames.id } : planned
      files.add(plan.state.name, 'parquet', await importFile(scratch, whole, { file, rows, compression }))
      return
    }
    const columns = plan.columns.map(({ column }) => column)
    const { loadId: _, ...withoutLoadId } = planned
    const stream = await reading(planned.file, () =>
      scratch.stream(selectRows({ ...withoutLoadId, loadId: undefined })),
    )
    for await (const chunk of stream) for (const cells of chunk) await this.#addCells(plan, columns, cells)
  }

  async #addCells({ state }: ImportPlan, columns: readonly Column[], cells: readonly unknown[]): Promise<number> {
    await this.#options.addRow(() => writeCells({ tables: this.#options.tables, state }, columns, cells))
    return 1
  }

  #plan(page: Columnar, table: string, foreign: readonly ForeignColumn[]): ImportPlan | undefined {
    const { tables } = this.#options
    const plan = planImport(this.#options, table, foreign)
    if (plan === undefined) return undefined
    if (page.addDltId) {
      const missing = tables.missingColumns(plan.state, [], false)
      if (missing !== undefined) tables.evolve(plan.state, missing)
    } else if (page.addDltLoadId) {
      const { naming } = tables.names
      const column = stateTable(naming).columns.get(tables.dltNames.loadId)
      const stored = plan.state.stored
      if (column !== undefined && stored?.columns.get(column.name)?.data_type === undefined && stored !== undefined) {
        tables.evolve(plan.state, { ...stored, columns: new Map([[column.name, column]]) })
      }
    }
    if (!this.#hasRowIds(plan)) this.#refuseRowVersion(plan)
    tables.isImported(plan.state)
    return plan
  }

  /** Text files are read with the types that their table has already. */
  #following(columns: readonly ForeignColumn[], table: string): readonly ForeignColumn[] {
    const { tables } = this.#options
    const stored = tables.schema.tables.get(table)
    return columns.map((one) => {
      const column = stored?.columns.get(tables.names.column(one.source))
      return column?.data_type === undefined ? one : { ...one, type: handoverType(column), follows: true }
    })
  }

  #loadIdOf({ state }: ImportPlan): PlannedFile['loadId'] {
    const column = this.#options.tables.dltNames.loadId
    if (state.stored?.columns.get(column)?.data_type === undefined) return undefined
    return { value: this.#options.loadId, column }
  }

  #hasRowIds({ state }: ImportPlan): boolean {
    return state.stored?.columns.get(this.#options.tables.dltNames.id)?.data_type !== undefined
  }

  /** Versions of rows are told apart by a hash of their content, which nobody computes here. */
  #refuseRowVersion({ state, columns }: ImportPlan): void {
    for (const [name, column] of state.stored?.columns ?? []) {
      if (column['x-row-version'] !== true || columns.some((placed) => placed.column.name === name)) continue
      throw new SchemaError(
        `table ${state.name} keeps versions of rows by ${name}, which a file or Arrow page has not`,
        {
          code: 'no_row_version',
          hint: 'Bring a column that tells versions apart and name it in rowVersionColumnName, or yield rows.',
          context: { table: state.name, column: name },
        },
      )
    }
  }
}

function discardOf(table: string, { name, mode, reason }: ImportPlan['kept'][number]): Discard {
  return { table, column: name, reason, mode }
}
