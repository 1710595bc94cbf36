import type { ColumnPage } from '../parquet/plain-page.ts'
import { parquetStorage } from '../parquet/storage.ts'
import { writeBinaryJson, writeBinaryText } from './binary-text.ts'
import type { ByteBuffer } from './byte-buffer.ts'
import type { Cells } from './cells.ts'
import { numericWriter } from './numeric.ts'
import { put16, put32 } from './put-words.ts'

/** PostgreSQL counts from 2000-01-01: so many days, and so many microseconds as two words, after 1970. */
const EPOCH_DAYS = 10_957
const EPOCH_MICROS = 946_684_800_000_000
const EPOCH = { high: Math.floor(EPOCH_MICROS / 2 ** 32), low: EPOCH_MICROS % 2 ** 32 }
const NONE = { high: 0, low: 0 }
const [SMALLINT_BITS, INTEGER_BITS] = [16, 32]

/** The cells of a column's page as the receive functions of PostgreSQL's types read them: a length, then the value. */
export function binaryCellsOf(page: ColumnPage): Cells {
  const { values, column } = page
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength)
  const { physical, logical } = parquetStorage(column)
  let at = 0
  let nuls = 0
  const next = nextOf()
  return {
    get nuls() {
      return nuls
    },
    next,
  }

  function nextOf(): Cells['next'] {
    switch (physical) {
      case 'boolean':
        return (out) => {
          out.reserve(5)
          put32(out, 1)
          out.bytes[out.at++] = (values[at >> 3]! >> (at & 7)) & 1
          at++
        }
      case 'int32':
        return (out) => {
          out.reserve(8)
          put32(out, 4)
          put32(out, view.getInt32(at, true) - EPOCH_DAYS)
          at += 4
        }
      case 'double':
        return (out) => put64(out, NONE)
      case 'int64':
        if (logical === 'timestamp_utc' || logical === 'timestamp_naive') return (out) => put64(out, EPOCH)
        return logical === 'time' ? (out) => put64(out, NONE) : integerOf(column.precision)
      case 'byte_array':
        return heapOf()
    }
  }

  /** Turns eight bytes round, less a number. */
  function put64(out: ByteBuffer, less: { readonly high: number; readonly low: number }): void {
    const low = view.getUint32(at, true) - less.low
    const high = view.getUint32(at + 4, true) - less.high - (low < 0 ? 1 : 0)
    at += 8
    out.reserve(12)
    put32(out, 8)
    put32(out, high)
    put32(out, low)
  }

  function integerOf(bits = 64): Cells['next'] {
    if (bits > INTEGER_BITS) return (out) => put64(out, NONE)
    const bound = 2 ** ((bits > SMALLINT_BITS ? INTEGER_BITS : SMALLINT_BITS) - 1)
    return (out) => {
      const low = view.getInt32(at, true)
      const high = view.getInt32(at + 4, true)
      // What does not fit keeps its eight bytes, which the server refuses.
      if (high !== low >> 31 || low >= bound || low < -bound) return put64(out, NONE)
      at += 8
      out.reserve(8)
      put32(out, bits > SMALLINT_BITS ? 4 : 2)
      if (bits > SMALLINT_BITS) put32(out, low)
      else put16(out, low)
    }
  }

  function heapOf(): Cells['next'] {
    const heap = () => {
      const from = at + 4
      at = from + view.getUint32(at, true)
      return values.subarray(from, at)
    }
    switch (column.data_type) {
      case 'text':
        return (out) => {
          const from = at + 4
          const length = view.getUint32(at, true)
          at = from + length
          nuls += writeBinaryText(out, values, { from, length })
        }
      case 'json':
        return (out) => {
          nuls += writeBinaryJson(out, heap())
        }
      case 'binary':
        return (out) => {
          const bytes = heap()
          out.reserve(4 + bytes.length)
          put32(out, bytes.length)
          out.bytes.set(bytes, out.at)
          out.at += bytes.length
        }
      default: {
        const write = numericWriter()
        return (out) => write(out, heap())
      }
    }
  }
}
