import type { WidenedColumn } from '../contracts/load-package.ts'
import type { TablePage } from '../formats/parquet/plain-page.ts'
import type { Schema } from '../schema/stored.ts'
import { Float } from '../values/kinds.ts'
import { pythonRepr } from '../values/python-text.ts'
import type { ContractFilters } from './contract-filters.ts'
import { InexactIntegers } from './inexact-integers.ts'
import type { JobFiles } from './job-files.ts'
import type { NeedsWiderColumn } from './needs-wider-column.ts'
import type { Tables } from './tables.ts'
import { decimalFor, typeText } from './wider-column.ts'

/** Whether rows that earlier runs loaded hold integers in a column that a double cannot tell apart. */
export type HoldsInexact = (table: string, column: string) => Promise<boolean>

export interface WideningOptions {
  readonly tables: Tables
  readonly filters: ContractFilters
  readonly files: JobFiles
  /** As it was before this package. */
  readonly schema: Schema
  /** Absent: nothing was loaded before. */
  readonly holdsInexact?: HoldsInexact | undefined
}

/** Changes columns to wider types while a package is built. */
export class Widening {
  readonly #options: WideningOptions
  readonly #inexact = new InexactIntegers()
  readonly #widened = new Map<string, WidenedColumn>()

  constructor(options: WideningOptions) {
    this.#options = options
  }

  /** To be shown every page that goes to a file. */
  look(page: TablePage): void {
    this.#inexact.look(page)
  }

  /** Columns whose type changed, with what it was before the package and is now. */
  get columns(): readonly WidenedColumn[] {
    return [...this.#widened.values()]
  }

  /** Widens the column, or makes sure that it is not asked for again. Everything written so far must be in files. */
  async widen({ table, column, value }: NeedsWiderColumn): Promise<void> {
    const { tables, filters, files, schema } = this.#options
    const state = tables.opened(table)
    const before = state?.stored?.columns.get(column.name)
    if (state === undefined || before === undefined) return
    const isExact = column.data_type !== 'double' || !(await this.#isInexact(table, column.name))
    const wider = isExact
      ? column
      : decimalFor(before, pythonRepr(value instanceof Float ? value.value : Number(value)))
    if (wider === undefined || filters.contractOf(state).data_type !== 'evolve') {
      tables.keepType(table, column.name)
      return
    }
    files.cut(table)
    tables.retype(state, wider)
    const first = schema.tables.get(table)?.columns.get(column.name) ?? before
    const was = first.data_type === undefined ? before : first
    const key = JSON.stringify([table, column.name])
    this.#widened.set(key, { table, column: column.name, from: typeText(was), to: typeText(wider) })
  }

  async #isInexact(table: string, column: string): Promise<boolean> {
    if (this.#inexact.has(table, column)) return true
    const { schema, holdsInexact } = this.#options
    const isLoaded = schema.tables.get(table)?.columns.get(column)?.data_type !== undefined
    return isLoaded && holdsInexact !== undefined && (await holdsInexact(table, column))
  }
}
