import type { ColumnPage, TablePage } from './plain-page.ts'
import { parquetStorage } from './storage.ts'

/**
 * Cuts a page behind `rows` rows. Row groups of exactly DuckDB's own size are inserted as they are; others are taken
 * apart and compressed a second time, which doubles the time of a load.
 */
export function splitPage(page: TablePage, rows: number): readonly [TablePage, TablePage] {
  const parts = page.columns.map((column) => splitColumn(column, rows))
  return [
    { table: page.table, rows, columns: parts.map(([head]) => head) },
    { table: page.table, rows: page.rows - rows, columns: parts.map(([, tail]) => tail) },
  ]
}

function splitColumn(page: ColumnPage, rows: number): readonly [ColumnPage, ColumnPage] {
  const { column, validity } = page
  const set = validity === null ? rows : countBits(validity, rows)
  const total = validity === null ? page.rows : countBits(validity, page.rows)
  const [head, tail] = splitValues(page, set, total)
  return [
    { column, rows, validity: validity === null ? null : bitsFrom(validity, 0, rows), values: head },
    {
      column,
      rows: page.rows - rows,
      validity: validity === null ? null : bitsFrom(validity, rows, page.rows),
      values: tail,
    },
  ]
}

function splitValues({ column, values }: ColumnPage, set: number, total: number): readonly [Uint8Array, Uint8Array] {
  const { physical } = parquetStorage(column)
  if (physical === 'boolean') return [bitsFrom(values, 0, set), bitsFrom(values, set, total)]
  const at = physical === 'byte_array' ? bytesOfTexts(values, set) : set * (physical === 'int32' ? 4 : 8)
  return [values.subarray(0, at), values.subarray(at)]
}

/** Bytes that the first `count` length-prefixed values take. */
function bytesOfTexts(values: Uint8Array, count: number): number {
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength)
  let at = 0
  for (let value = 0; value < count; value++) at += 4 + view.getUint32(at, true)
  return at
}

function countBits(bits: Uint8Array, rows: number): number {
  let count = 0
  for (let byte = 0; byte < rows >> 3; byte++) count += POPULATION[bits[byte] ?? 0] ?? 0
  const rest = rows & 7
  return rest === 0 ? count : count + (POPULATION[(bits[rows >> 3] ?? 0) & ((1 << rest) - 1)] ?? 0)
}

const POPULATION = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length)

/** Bits `from` to `to`, moved to the front. */
function bitsFrom(bits: Uint8Array, from: number, to: number): Uint8Array {
  const count = to - from
  const out = new Uint8Array((count + 7) >> 3)
  const shift = from & 7
  const first = from >> 3
  for (let byte = 0; byte < out.length; byte++) {
    out[byte] = ((bits[first + byte] ?? 0) >> shift) | ((bits[first + byte + 1] ?? 0) << (8 - shift))
  }
  const rest = count & 7
  if (rest !== 0) out[out.length - 1] = (out.at(-1) ?? 0) & ((1 << rest) - 1)
  return out
}
