import type { LinearMemory } from './linear-memory.ts'

/**
 * Everything a row appends to, as int32 counts that lie side by side: row counts of tables and used bytes of heaps.
 * So a mark over all tables is one copy, whatever the number of columns.
 */
export class Cursors {
  /** Index (int32) of the first live count; changes when counts are added. */
  base: number
  /** Index (int32) of the first marked count. */
  marks: number
  count = 0
  #capacity = 256
  readonly #memory: LinearMemory

  constructor(memory: LinearMemory) {
    this.#memory = memory
    this.base = memory.allocate(this.#capacity * 8) >> 2
    this.marks = this.base + this.#capacity
  }

  /** A new count, zero now and in the mark. */
  add(): number {
    if (this.count === this.#capacity) this.#grow()
    this.count++
    return this.count - 1
  }

  get(cursor: number): number {
    return this.#memory.i32[this.base + cursor]!
  }

  marked(cursor: number): number {
    return this.#memory.i32[this.marks + cursor]!
  }

  set(cursor: number, value: number): void {
    this.#memory.i32[this.base + cursor] = value
  }

  mark(): void {
    this.#memory.i32.copyWithin(this.marks, this.base, this.base + this.count)
  }

  rollback(): void {
    this.#memory.i32.copyWithin(this.base, this.marks, this.marks + this.count)
  }

  /** All counts to zero, marks too. */
  clear(): void {
    this.#memory.i32.fill(0, this.base, this.base + this.count)
    this.mark()
  }

  #grow(): void {
    const capacity = this.#capacity * 2
    const base = this.#memory.allocate(capacity * 8) >> 2
    const { i32 } = this.#memory
    i32.copyWithin(base, this.base, this.base + this.count)
    i32.copyWithin(base + capacity, this.marks, this.marks + this.count)
    this.#memory.release(this.base << 2, this.#capacity * 8)
    this.base = base
    this.marks = base + capacity
    this.#capacity = capacity
  }
}
