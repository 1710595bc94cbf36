import { InternalError } from '../errors/tolva-error.ts'
import type { Column } from '../schema/stored.ts'
import type { BuildSpace } from './build-space.ts'
import { ColumnBuilder, type ColumnRole } from './column-builder.ts'
import { TABLE } from './layout.ts'

const FIRST_ROWS = 256
const MAX_ROWS = 8_192
const MIN_ROWS = 1_024
/** Slots of one table should stay below this, so that a wide table flushes sooner. */
const SLOT_BUDGET = 8 * 1024 * 1024
const HEAP_BUDGET = 64 * 1024 * 1024
const MAX_HEAP = 4 * 1024 * 1024
const MIN_HEAP = 128 * 1024

const ROLES: Readonly<Record<string, ColumnRole>> = {
  _dlt_id: 'row_id',
  _dlt_parent_id: 'parent_id',
  _dlt_root_id: 'root_id',
  _dlt_list_idx: 'list_index',
  _dlt_load_id: 'load_id',
}

/** The rows of one table since the last flush. */
export class TableBuilder {
  readonly name: string
  readonly parent: TableBuilder | undefined
  /** The table at the top of the chain of parents; itself for a root table. */
  readonly root: TableBuilder
  /** Number of the table among the builders. */
  readonly index: number
  /** Index (int32) of its record in memory. */
  readonly record: number
  /** In the order they were added. */
  readonly columns: ColumnBuilder[] = []
  /** Columns whose values make the id of a root row that has none yet; undefined: chance does. */
  idFrom: readonly string[] | undefined
  readonly #byName = new Map<string, ColumnBuilder>()
  readonly #byRole = new Map<ColumnRole, ColumnBuilder>()
  readonly #space: BuildSpace
  readonly #cursor: number
  #capacity = 0
  #limit = MAX_ROWS

  constructor(
    space: BuildSpace,
    place: { readonly name: string; readonly parent: TableBuilder | undefined; readonly index: number },
  ) {
    this.#space = space
    this.name = place.name
    this.parent = place.parent
    this.root = place.parent === undefined ? this : place.parent.root
    this.index = place.index
    this.record = space.memory.allocate(TABLE.SIZE * 4) >> 2
    this.#cursor = space.cursors.add()
    const { i32 } = space.memory
    i32[this.record + TABLE.CURSOR] = this.#cursor
    i32[this.record + TABLE.INDEX] = this.index
    this.#resize(FIRST_ROWS)
  }

  /** Rows since the last flush. */
  get rows(): number {
    return this.#space.cursors.get(this.#cursor)
  }

  column(name: string): ColumnBuilder | undefined {
    return this.#byName.get(name)
  }

  /** The column that tolva fills itself, where the table has it. */
  roleColumn(role: ColumnRole): ColumnBuilder | undefined {
    return this.#byRole.get(role)
  }

  /**
   * Adds a complete column (it has a data type); rows that are there already are null in it.
   * `role` says which of dlt's own columns it is, by name where left out; null: an ordinary column whatever its name.
   */
  addColumn(column: Column, role: ColumnRole | null = this.#roleOf(column.name)): ColumnBuilder {
    if (this.#byName.has(column.name)) {
      throw new InternalError('a column was added twice', {
        code: 'column_added_twice',
        context: { table: this.name, column: column.name },
      })
    }
    const builder = new ColumnBuilder(this.#space, column, { tableName: this.name, role: role ?? undefined })
    builder.resizeRows(this.#capacity)
    this.columns.push(builder)
    this.#byName.set(column.name, builder)
    if (role !== null) this.#byRole.set(role, builder)
    this.#setLimits()
    return builder
  }

  /** Gives an ordinary column another type. There must be no rows; the kernel's plan must not lead to the old one any more. */
  replaceColumn(column: Column): void {
    const old = this.#byName.get(column.name)
    if (old === undefined) return
    const builder = new ColumnBuilder(this.#space, column, { tableName: this.name, role: undefined })
    builder.resizeRows(this.#capacity)
    old.resizeRows(0)
    this.columns[this.columns.indexOf(old)] = builder
    this.#byName.set(column.name, builder)
    this.#setLimits()
  }

  /**
   * Begins a row and returns its number.
   * @param parentRow row of the parent table, -1 for a root table.
   * @param rootRow row of the root table, -1 for a root table.
   * @param listIndex 0-based place in the parent's list.
   */
  beginRow(parentRow: number, rootRow: number, listIndex = 0): number {
    const row = this.rows
    if (row === this.#space.memory.i32[this.record + TABLE.SOFT]) this.makeRowRoom()
    const { i32 } = this.#space.memory
    if (this.parent !== undefined) {
      i32[(this.parentRows >> 2) + row] = parentRow
      i32[(this.rootRows >> 2) + row] = rootRow
      i32[(this.listIndexes >> 2) + row] = listIndex
    }
    this.#space.cursors.set(this.#cursor, row + 1)
    return row
  }

  /** Makes room for at least one more row. */
  makeRowRoom(): void {
    const rows = this.rows
    if (rows >= this.#limit) this.#space.full = true
    if (rows === this.#capacity) this.#resize(this.#capacity * 2)
    this.#setSoft()
  }

  /** Makes the rows behind the mark null again; the cursors are restored by the caller afterwards. */
  clearToMark(): void {
    const to = this.rows
    const from = this.#space.cursors.marked(this.#cursor)
    if (from === to) return
    for (const column of this.columns) column.clearRows(from, to)
  }

  /** After a flush of `rows` rows, once the cursors are zero. `shrink`: gives memory back. */
  reset(rows: number, shrink: boolean): void {
    for (const column of this.columns) {
      column.clearRows(0, rows)
      column.resetHeap(shrink)
    }
    if (shrink) this.#resize(FIRST_ROWS)
    else if (this.#capacity > 2 * this.#limit) this.#resize(this.#limit)
    this.#setSoft()
  }

  /** Byte offset of the int32 row numbers in the parent table. */
  get parentRows(): number {
    return this.#space.memory.i32[this.record + TABLE.PARENT_ROWS]!
  }

  get rootRows(): number {
    return this.#space.memory.i32[this.record + TABLE.ROOT_ROWS]!
  }

  get listIndexes(): number {
    return this.#space.memory.i32[this.record + TABLE.LIST_INDEX]!
  }

  #roleOf(name: string): ColumnRole | null {
    const role = ROLES[name] ?? null
    if (role === null || role === 'row_id') return role
    return (role === 'load_id') === (this.parent === undefined) ? role : null
  }

  #setLimits(): void {
    const count = this.columns.length
    const rows = Math.min(MAX_ROWS, Math.max(MIN_ROWS, SLOT_BUDGET / (8 * count)))
    this.#limit = 64 * Math.floor(rows / 64)
    const heap = Math.min(MAX_HEAP, Math.max(MIN_HEAP, Math.floor(HEAP_BUDGET / count)))
    for (const column of this.columns) column.limitHeap(heap)
    this.#setSoft()
  }

  #setSoft(): void {
    const rows = this.rows
    const soft = rows >= this.#limit ? this.#capacity : Math.min(this.#limit, this.#capacity)
    this.#space.memory.i32[this.record + TABLE.SOFT] = soft
  }

  #resize(capacity: number): void {
    for (const column of this.columns) column.resizeRows(capacity)
    if (this.parent !== undefined) {
      for (const field of [TABLE.PARENT_ROWS, TABLE.ROOT_ROWS, TABLE.LIST_INDEX]) this.#moveSide(field, capacity)
    }
    this.#capacity = capacity
    this.#setSoft()
  }

  #moveSide(field: number, capacity: number): void {
    const { memory } = this.#space
    const old = memory.i32[this.record + field]!
    const moved = memory.allocate(capacity * 4)
    memory.u8.copyWithin(moved, old, old + 4 * Math.min(this.#capacity, capacity))
    if (this.#capacity > 0) memory.release(old, this.#capacity * 4)
    memory.i32[this.record + field] = moved
  }
}
