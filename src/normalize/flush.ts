import type { ColumnPage, TablePage } from '../formats/parquet/plain-page.ts'
import { parquetStorage } from '../formats/parquet/storage.ts'
import type { BuildSpace } from './build-space.ts'
import type { ColumnBuilder } from './column-builder.ts'
import { KIND } from './layout.ts'
import type { TableBuilder } from './table-builder.ts'

/** Copies the rows of a table into plain pages: nulls squeezed out, booleans as bits. */
export function flushTable(table: TableBuilder, space: BuildSpace): TablePage {
  const rows = table.rows
  return {
    table: table.name,
    rows,
    columns: table.columns.map((column) => flushColumn(column, rows, space)),
  }
}

function flushColumn(column: ColumnBuilder, rows: number, space: BuildSpace): ColumnPage {
  const { u8 } = space.memory
  const { valid } = column
  const set = countSet(u8, valid, rows)
  const validity = set === rows ? null : Uint8Array.prototype.slice.call(u8, valid, valid + ((rows + 7) >> 3))
  return { column: column.column, rows, validity, values: plainValues(column, { rows, set }, space) }
}

function plainValues(
  column: ColumnBuilder,
  count: { readonly rows: number; readonly set: number },
  space: BuildSpace,
): Uint8Array {
  const { u8 } = space.memory
  const { rows, set } = count
  if (column.kind === KIND.TEXT || column.kind === KIND.OPAQUE) {
    return copyOf(u8, column.heap, column.heap + column.heapUsed)
  }
  if (column.kind === KIND.BOOL) return packBits(u8, column, count)
  if (parquetStorage(column.column).physical === 'int32') return packInt32(space, column, count)
  const { data, valid } = column
  if (set === rows) return copyOf(u8, data, data + 8 * rows)
  const values = new Uint8Array(8 * set)
  // Halves, because a copy as doubles may change the bits of integers that look like a NaN.
  const out = new Int32Array(values.buffer)
  const slots = space.memory.i32
  const first = data >> 2
  let at = 0
  for (let row = 0; row < rows; row++) {
    if (((u8[valid + (row >> 3)]! >> (row & 7)) & 1) === 0) continue
    out[at] = slots[first + 2 * row]!
    out[at + 1] = slots[first + 2 * row + 1]!
    at += 2
  }
  return values
}

function copyOf(u8: Uint8Array, from: number, to: number): Uint8Array {
  const copy = new Uint8Array(to - from)
  copy.set(u8.subarray(from, to))
  return copy
}

function packBits(
  u8: Uint8Array,
  column: ColumnBuilder,
  count: { readonly rows: number; readonly set: number },
): Uint8Array {
  const { data, valid } = column
  const out = new Uint8Array((count.set + 7) >> 3)
  let at = 0
  for (let row = 0; row < count.rows; row++) {
    if (((u8[valid + (row >> 3)]! >> (row & 7)) & 1) === 0) continue
    out[at >> 3]! |= (u8[data + row]! & 1) << (at & 7)
    at++
  }
  return out
}

function packInt32(
  space: BuildSpace,
  column: ColumnBuilder,
  count: { readonly rows: number; readonly set: number },
): Uint8Array {
  const { u8, i32 } = space.memory
  const { data, valid } = column
  const out = new Int32Array(count.set)
  let at = 0
  for (let row = 0; row < count.rows; row++) {
    if (((u8[valid + (row >> 3)]! >> (row & 7)) & 1) === 0) continue
    out[at] = i32[(data >> 2) + 2 * row]!
    at++
  }
  return new Uint8Array(out.buffer)
}

const ONES = Uint8Array.from({ length: 256 }, (_, byte) => {
  let ones = 0
  for (let bits = byte; bits > 0; bits >>= 1) ones += bits & 1
  return ones
})

/** Number of rows that are not null. */
export function countSet(u8: Uint8Array, valid: number, rows: number): number {
  let ones = 0
  const end = valid + ((rows + 7) >> 3)
  for (let at = valid; at < end; at++) ones += ONES[u8[at]!]!
  return ones
}
