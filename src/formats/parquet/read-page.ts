import type { ColumnPage } from './plain-page.ts'
import { parquetStorage } from './storage.ts'

/** The values of a plain page, null where a row has none: numbers, booleans, bigints (64-bit), texts, or bytes of binary columns. */
export function readPage(page: ColumnPage): unknown[] {
  const values = Buffer.from(page.values.buffer, page.values.byteOffset, page.values.length)
  const read = reader(page, values)
  const out: unknown[] = []
  for (let row = 0; row < page.rows; row++) {
    const set = page.validity === null || ((page.validity[row >> 3]! >> (row & 7)) & 1) === 1
    out.push(set ? read() : null)
  }
  return out
}

function reader(page: ColumnPage, values: Buffer): () => unknown {
  const { physical, logical } = parquetStorage(page.column)
  let at = 0
  const next = (size: number) => {
    at += size
    return at - size
  }
  switch (physical) {
    case 'boolean':
      return () => {
        const bit = (values[at >> 3]! >> (at & 7)) & 1
        at++
        return bit === 1
      }
    case 'int32':
      return () => values.readInt32LE(next(4))
    case 'int64':
      return () => values.readBigInt64LE(next(8))
    case 'double':
      return () => values.readDoubleLE(next(8))
    case 'byte_array':
      return () => {
        const start = at + 4
        at = start + values.readUInt32LE(at)
        const bytes = values.subarray(start, at)
        return logical === 'none' ? new Uint8Array(bytes) : bytes.toString('utf8')
      }
  }
}
