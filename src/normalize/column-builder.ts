import { InternalError, SchemaError } from '../errors/tolva-error.ts'
import type { Column } from '../schema/stored.ts'
import type { BuildSpace } from './build-space.ts'
import { columnKind } from './column-kind.ts'
import { COLUMN, KIND, type Kind } from './layout.ts'

/** Columns whose values tolva makes itself when a table is flushed. */
export type ColumnRole = 'row_id' | 'parent_id' | 'root_id' | 'list_index' | 'load_id'

/** A heap does not start smaller, so that short texts never grow it step by step. */
const FIRST_HEAP = 4_096
/** Bytes behind each heap that a kernel may overwrite with whole words. */
const HEAP_SPARE = 64
const SHORT_TEXT = 32

/**
 * The values of one column of one table since the last flush. Rows are set in ascending order; a row that is not set is null.
 * Every setter throws InternalError code `wrong_setter` where it does not fit the column's kind.
 */
export class ColumnBuilder {
  readonly column: Column
  readonly tableName: string
  readonly role: ColumnRole | undefined
  readonly kind: Kind
  /** Number of the column among all of the builders. */
  readonly index: number
  /** Index (int32) of its record in memory. */
  readonly record: number
  readonly #space: BuildSpace
  readonly #cursor: number
  readonly #slot: number
  #rowCapacity = 0
  #heapCapacity = 0
  #heapLimit = 4 * 1024 * 1024

  constructor(
    space: BuildSpace,
    column: Column,
    place: { readonly tableName: string; readonly role: ColumnRole | undefined },
  ) {
    this.#space = space
    this.column = column
    this.tableName = place.tableName
    this.role = place.role
    this.kind = columnKind(column)
    this.index = space.columns.push(this) - 1
    this.#slot = this.kind === KIND.BOOL ? 1 : this.kind >= KIND.TEXT ? 0 : 8
    this.record = space.memory.allocate(COLUMN.SIZE * 4) >> 2
    this.#cursor = this.#slot === 0 ? space.cursors.add() : -1
    const { i32 } = space.memory
    i32[this.record + COLUMN.KIND] = this.kind
    i32[this.record + COLUMN.CURSOR] = this.#cursor
    i32[this.record + COLUMN.NULLABLE] = column.nullable === false ? 0 : 1
    i32[this.record + COLUMN.INDEX] = this.index
    if (this.#slot === 0) this.#resizeHeap(FIRST_HEAP)
  }

  isSet(row: number): boolean {
    const { u8, i32 } = this.#space.memory
    return ((u8[i32[this.record + COLUMN.VALID]! + (row >> 3)]! >> (row & 7)) & 1) === 1
  }

  setBool(row: number, value: boolean): void {
    if (this.kind !== KIND.BOOL) this.#wrong('setBool')
    this.#space.memory.u8[this.#field(COLUMN.DATA) + row] = value ? 1 : 0
    this.#setBit(row)
  }

  /** Integers, days of a date, microseconds of a time or timestamp. A `number` must be a safe integer, a `bigint` within 64 bits. */
  setInt(row: number, value: number | bigint): void {
    if (this.#slot !== 8 || this.kind === KIND.DOUBLE) this.#wrong('setInt')
    if (typeof value === 'number' && Number.isSafeInteger(value)) {
      const { i32 } = this.#space.memory
      const slot = (this.#field(COLUMN.DATA) >> 2) + 2 * row
      i32[slot] = value
      i32[slot + 1] = Math.floor(value / 4_294_967_296)
      this.#setBit(row)
      return
    }
    const integer = typeof value === 'bigint' ? value : undefined
    if (integer === undefined || BigInt.asIntN(64, integer) !== integer) {
      throw new SchemaError(`${value} is not an exact integer of up to 64 bits`, {
        code: 'not_an_int64',
        hint: "Give the column the hint { dataType: 'wei' } or { dataType: 'text' }.",
        context: { table: this.tableName, column: this.column.name },
      })
    }
    this.#space.memory.i64[(this.#field(COLUMN.DATA) >> 3) + row] = integer
    this.#setBit(row)
  }

  setDouble(row: number, value: number): void {
    if (this.kind !== KIND.DOUBLE) this.#wrong('setDouble')
    this.#space.memory.f64[(this.#field(COLUMN.DATA) >> 3) + row] = value
    this.#setBit(row)
  }

  /** @throws SchemaError code `lone_surrogate`: such a text has no UTF-8 form. */
  setText(row: number, text: string): void {
    if (this.#slot !== 0) this.#wrong('setText')
    if (!text.isWellFormed()) {
      throw new SchemaError(`a text holds half of a surrogate pair`, {
        code: 'lone_surrogate',
        hint: 'Clean the text with value.toWellFormed() in a map step.',
        context: { table: this.tableName, column: this.column.name, row },
      })
    }
    const units = text.length
    const start = this.#reserve(row, units > 65_536 ? Buffer.byteLength(text) : units * 3)
    const { u8 } = this.#space.memory
    let length = units
    let at = 0
    if (units <= SHORT_TEXT) {
      for (; at < units; at++) {
        const unit = text.charCodeAt(at)
        if (unit > 127) break
        u8[start + at] = unit
      }
    }
    if (at < units) length = u8.write(text, start, 'utf8')
    this.#commit(row, start, length)
  }

  /** UTF-8 bytes of a text, or the bytes of a binary value. */
  setBytes(row: number, bytes: Uint8Array): void {
    if (this.#slot !== 0) this.#wrong('setBytes')
    const start = this.#reserve(row, bytes.length)
    this.#space.memory.u8.set(bytes, start)
    this.#commit(row, start, bytes.length)
  }

  /** Makes room for `bytes` more in the heap. */
  makeHeapRoom(bytes: number): void {
    const used = this.heapUsed
    const need = used + bytes
    if (need > this.#heapLimit) this.#space.full = true
    if (need > this.#heapCapacity) this.#resizeHeap(Math.max(this.#heapCapacity * 2, need))
    this.#setHeapSoft(need)
  }

  get heapUsed(): number {
    return this.#cursor < 0 ? 0 : this.#space.cursors.get(this.#cursor)
  }

  set heapUsed(bytes: number) {
    this.#space.cursors.set(this.#cursor, bytes)
  }

  /** Bytes of heap after which a flush is due. */
  limitHeap(bytes: number): void {
    if (this.#slot !== 0) return
    this.#heapLimit = bytes
    this.#setHeapSoft(this.heapUsed)
  }

  /** Makes room for rows; `rows` is a multiple of 64. */
  resizeRows(rows: number): void {
    const keep = Math.min(rows, this.#rowCapacity)
    this.#moveRegion(COLUMN.VALID, { from: this.#rowCapacity >> 3, to: rows >> 3, keep: keep >> 3 })
    if (this.#slot > 0) {
      const slot = this.#slot
      this.#moveRegion(COLUMN.DATA, { from: this.#rowCapacity * slot, to: rows * slot, keep: keep * slot })
    }
    this.#rowCapacity = rows
  }

  /** Makes rows `from` (included) to `to` (excluded) null again. */
  clearRows(from: number, to: number): void {
    const { u8 } = this.#space.memory
    const valid = this.#field(COLUMN.VALID)
    const first = from >> 3
    u8[valid + first]! &= (1 << (from & 7)) - 1
    u8.fill(0, valid + first + 1, valid + ((to + 7) >> 3))
  }

  /** Makes one row null again; not for columns with a heap. */
  unset(row: number): void {
    this.#space.memory.u8[this.#field(COLUMN.VALID) + (row >> 3)]! &= ~(1 << (row & 7))
  }

  /** Marks rows 0 to `rows` as set. */
  setAll(rows: number): void {
    const { u8 } = this.#space.memory
    const valid = this.#field(COLUMN.VALID)
    u8.fill(255, valid, valid + (rows >> 3))
    if ((rows & 7) !== 0) u8[valid + (rows >> 3)] = (1 << (rows & 7)) - 1
  }

  /** After a flush, once the cursors are zero. Gives the heap back where it is outsized or `shrink` asks for it. */
  resetHeap(shrink: boolean): void {
    if (this.#slot !== 0) return
    if (shrink || this.#heapCapacity > 2 * this.#heapLimit) this.#resizeHeap(FIRST_HEAP)
    this.#setHeapSoft(0)
  }

  get valid(): number {
    return this.#field(COLUMN.VALID)
  }

  get data(): number {
    return this.#field(COLUMN.DATA)
  }

  get heap(): number {
    return this.#field(COLUMN.HEAP)
  }

  #reserve(row: number, bytes: number): number {
    if (this.isSet(row)) {
      throw new InternalError('a value was set twice in one row', {
        code: 'set_twice',
        context: { table: this.tableName, column: this.column.name, row },
      })
    }
    if (this.heapUsed + bytes + 4 > this.#field(COLUMN.SOFT)) this.makeHeapRoom(bytes + 4)
    return this.heap + this.heapUsed + 4
  }

  #commit(row: number, start: number, length: number): void {
    this.#space.memory.u8.writeUInt32LE(length, start - 4)
    this.heapUsed += length + 4
    this.#setBit(row)
  }

  #setBit(row: number): void {
    const { u8 } = this.#space.memory
    u8[this.#field(COLUMN.VALID) + (row >> 3)]! |= 1 << (row & 7)
  }

  #field(field: number): number {
    return this.#space.memory.i32[this.record + field]!
  }

  #setHeapSoft(need: number): void {
    const capacity = this.#heapCapacity
    const soft = need > this.#heapLimit ? capacity : Math.min(this.#heapLimit, capacity)
    this.#space.memory.i32[this.record + COLUMN.SOFT] = soft
  }

  #resizeHeap(bytes: number): void {
    const used = Math.min(this.heapUsed, bytes)
    const from = this.#heapCapacity === 0 ? 0 : this.#heapCapacity + HEAP_SPARE
    this.#moveRegion(COLUMN.HEAP, { from, to: bytes + HEAP_SPARE, keep: used })
    this.#heapCapacity = bytes
    this.#setHeapSoft(used)
  }

  #moveRegion(field: number, size: { readonly from: number; readonly to: number; readonly keep: number }): void {
    const { memory } = this.#space
    const old = this.#field(field)
    const moved = memory.allocate(size.to)
    memory.u8.copyWithin(moved, old, old + size.keep)
    if (size.from > 0) memory.release(old, size.from)
    memory.i32[this.record + field] = moved
  }

  #wrong(setter: string): never {
    throw new InternalError(`${setter} does not fit a ${this.column.data_type} column`, {
      code: 'wrong_setter',
      context: { table: this.tableName, column: this.column.name },
    })
  }
}
