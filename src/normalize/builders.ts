import { randomFillSync } from 'node:crypto'
import { InternalError } from '../errors/tolva-error.ts'
import type { TablePage } from '../formats/parquet/plain-page.ts'
import { BuildSpace } from './build-space.ts'
import { flushTable } from './flush.ts'
import { createRowIdResolver, type RowIdResolver } from './row-ids.ts'
import { TableBuilder } from './table-builder.ts'

export type { ColumnBuilder } from './column-builder.ts'
export type { TableBuilder } from './table-builder.ts'

/** Heaps and slots above this are given back at a flush, so that many tables do not add up. */
const KEPT_MEMORY = 512 * 1024 * 1024

export interface BuildersOptions {
  /** Value of `_dlt_load_id` in root tables. */
  readonly loadId: string
  /** Fills with random bytes; absent: `node:crypto`. */
  readonly random?: (bytes: Uint8Array) => void
}

/** The tables under construction, in one linear memory. Parents are added before their children. */
export class Builders {
  readonly space: BuildSpace
  readonly #resolveIds: RowIdResolver
  readonly #tables: TableBuilder[] = []
  readonly #byName = new Map<string, TableBuilder>()

  constructor(options: BuildersOptions) {
    this.space = new BuildSpace(options.loadId)
    this.#resolveIds = createRowIdResolver(this.space, options.random ?? ((bytes) => void randomFillSync(bytes)))
  }

  /**
   * A table with a parent gets derived ids and parent columns, one without gets random ids and the load id. A name may come
   * again below another parent: the rows go to one table.
   */
  addTable(table: { readonly name: string; readonly parent?: TableBuilder }): TableBuilder {
    if (this.#tables.some(({ name, parent }) => name === table.name && parent === table.parent)) {
      throw new InternalError('a table was added twice', {
        code: 'table_added_twice',
        context: { table: table.name },
      })
    }
    const place = { name: table.name, parent: table.parent, index: this.#tables.length }
    const builder = new TableBuilder(this.space, place)
    this.#tables.push(builder)
    if (!this.#byName.has(table.name)) this.#byName.set(table.name, builder)
    return builder
  }

  /** In the order they were added. */
  get tables(): readonly TableBuilder[] {
    return this.#tables
  }

  table(name: string): TableBuilder | undefined {
    return this.#byName.get(name)
  }

  /** True once a table or heap has passed its limit. Flush before the next root row. */
  get isFull(): boolean {
    return this.space.full
  }

  get isEmpty(): boolean {
    return this.#tables.every((table) => table.rows === 0)
  }

  /** Remembers where all tables stand. To be called before each root row. */
  mark(): void {
    this.space.cursors.mark()
  }

  /** Takes back every row and value since the mark, in all tables. Columns and tables that were added stay. */
  rollback(): void {
    for (const table of this.#tables) table.clearToMark()
    this.space.cursors.rollback()
  }

  /**
   * Makes the ids of all rows, hands every table that has rows to `sink`, parents first, and empties all tables.
   * The pages handed over are copies. Only between root rows.
   */
  flush(sink: (page: TablePage) => void): void {
    const { cursors, memory } = this.space
    const rows = this.#tables.map((table) => table.rows)
    this.#resolveIds(this.#tables)
    for (const table of this.#tables) if (table.rows > 0) sink(flushTable(table, this.space))
    cursors.clear()
    this.space.full = false
    const shrink = memory.allocated > KEPT_MEMORY
    this.#tables.forEach((table, index) => {
      table.reset(rows[index]!, shrink)
    })
  }
}

export function createBuilders(options: BuildersOptions): Builders {
  return new Builders(options)
}
