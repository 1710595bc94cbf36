import type { ColumnPage } from '../parquet/plain-page.ts'
import { parquetStorage } from '../parquet/storage.ts'
import type { ByteBuffer } from './byte-buffer.ts'
import { writeClock, writeDate, writeMoment } from './moment-text.ts'
import { writeJson, writeText } from './text-cell.ts'

/** The cells of a column's page, one after the other. */
export interface Cells {
  /** Writes the next value; only for rows that have one. */
  next(out: ByteBuffer): void
  /** NUL characters left out so far. */
  readonly nuls: number
}

const HEX = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))
const HIGH_WORD = 4_294_967_296
/** High words whose numbers a double holds exactly. */
const SAFE_WORD = 2 ** 20
const BACKSLASH = 92
const LOWER_X = 120
const LOWER_T = 116
const LOWER_F = 102

/** Reads a page's values where they lie. */
export function cellsOf(page: ColumnPage): Cells {
  const { values, column } = page
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength)
  const { physical, logical } = parquetStorage(column)
  let at = 0
  let nuls = 0
  const heap = () => {
    const from = at + 4
    at = from + view.getUint32(at, true)
    return values.subarray(from, at)
  }
  const step = (bytes: number) => {
    at += bytes
    return at - bytes
  }
  return {
    get nuls() {
      return nuls
    },
    next: nextOf(),
  }

  function nextOf(): Cells['next'] {
    switch (physical) {
      case 'boolean':
        return (out) => {
          const bit = (values[at >> 3]! >> (at & 7)) & 1
          at++
          out.reserve(1)
          out.bytes[out.at++] = bit === 1 ? LOWER_T : LOWER_F
        }
      case 'int32':
        return (out) => writeDate(out, view.getInt32(step(4), true))
      case 'double':
        return (out) => {
          const value = view.getFloat64(step(8), true)
          out.ascii(Object.is(value, -0) ? '-0' : String(value))
        }
      case 'int64':
        return int64Of()
      case 'byte_array':
        if (logical === 'none') return (out) => writeBinary(out, heap())
        return (out) => {
          nuls += logical === 'json' ? writeJson(out, heap()) : writeText(out, heap())
        }
    }
  }

  function int64Of(): Cells['next'] {
    const next = () => {
      const from = step(8)
      const high = view.getInt32(from + 4, true)
      if (high >= SAFE_WORD || high < -SAFE_WORD) return view.getBigInt64(from, true)
      return high * HIGH_WORD + view.getUint32(from, true)
    }
    if (logical === 'time') return (out) => writeClock(out, Number(next()))
    if (logical === 'timestamp_naive') return (out) => writeMoment(out, next())
    if (logical === 'timestamp_utc') return (out) => writeMoment(out, next(), '+00')
    return (out) => {
      const value = next()
      if (typeof value === 'number') out.integer(value)
      else out.ascii(String(value))
    }
  }
}

/** `\x` and the digits, its backslash escaped. */
function writeBinary(out: ByteBuffer, value: Uint8Array): void {
  out.reserve(3 + 2 * value.length)
  out.bytes[out.at++] = BACKSLASH
  out.bytes[out.at++] = BACKSLASH
  out.bytes[out.at++] = LOWER_X
  for (const byte of value) {
    out.bytes[out.at++] = HEX[byte >> 4]!
    out.bytes[out.at++] = HEX[byte & 15]!
  }
}
