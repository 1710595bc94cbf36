import type { Builders } from './builders.ts'
import { createIsoReader } from './iso-bytes.ts'
import { createEscapeReader, UNUSUAL } from './json-escape.ts'
import { COLUMN, FLAG, KIND, LIST, MAP, NODE, TABLE } from './layout.ts'
import { hashStep } from './plan.ts'

/** Why the kernel left a root row to the value way. */
export type StopReason =
  | 'unknown_key'
  | 'does_not_fit'
  | 'long_number'
  | 'escaped_key'
  | 'duplicate_key'
  | 'unusual_text'
  | 'syntax'
  | 'not_an_object'
  | 'first_row'

/** Reads one root row from the bytes in linear memory. Numbers in, numbers out, so that compiled code could take its place. */
export interface RowReader {
  /** Reads the views again; to be called when the memory may have grown. */
  refresh(): void
  /**
   * Builds the row whose `{` stands at `at`. Zero bytes must stand at `end`.
   * @returns the byte offset behind it; 0: stopped, see `reason` and `stoppedAt`.
   */
  read(at: number, target: RowTarget): number
  readonly reason: StopReason
  readonly stoppedAt: number
}

/** Records (int32 indexes) of the root table and its map, and where the page ends. */
export interface RowTarget {
  readonly table: number
  readonly map: number
  readonly end: number
}

const TWO_32 = 4_294_967_296
const EXACT = 9_007_199_254_740_992
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`))
const FALSE = Buffer.from('false')
const TRUE = Buffer.from('true')

export function createRowReader(builders: Builders): RowReader {
  const { memory, cursors } = builders.space
  const iso = createIsoReader()
  const escapes = createEscapeReader()
  let { u8, i32, f64, view } = memory
  let base = cursors.base
  let end = 0
  let serial = 0
  let keyEnd = 0
  let reason: StopReason = 'syntax'
  let stoppedAt = 0

  return {
    refresh,
    read,
    get reason() {
      return reason
    },
    get stoppedAt() {
      return stoppedAt
    },
  }

  function refresh(): void {
    u8 = memory.u8
    i32 = memory.i32
    f64 = memory.f64
    view = memory.view
    base = cursors.base
  }

  function read(at: number, target: RowTarget): number {
    end = target.end
    if (u8[at] !== 123) return halt('not_an_object', at)
    const cursor = i32[target.table + TABLE.CURSOR]!
    const row = i32[base + cursor]!
    if (row === i32[target.table + TABLE.SOFT]) rowRoom(target.table)
    i32[base + cursor] = row + 1
    return object(at, target.map, row, row)
  }

  function halt(why: StopReason, at: number): number {
    reason = why
    stoppedAt = at
    return 0
  }

  /** JSON's white space. */
  function blanks(from: number): number {
    let at = from
    let c = u8[at]!
    while (c === 32 || c === 10 || c === 13 || c === 9) c = u8[++at]!
    return at
  }

  function rowRoom(table: number): void {
    builders.tables[i32[table + TABLE.INDEX]!]!.makeRowRoom()
    refresh()
  }

  function object(start: number, map: number, row: number, root: number): number {
    let at = start + 1
    let c = u8[at]!
    if (c <= 32) {
      at = blanks(at)
      c = u8[at]!
    }
    if (c === 125) return at + 1
    serial = (serial + 1) | 0
    const mine = serial
    let node = i32[map + MAP.FIRST]!
    let previous = 0
    for (;;) {
      const length = matches(at, node)
      if (length !== 0) {
        at += length
      } else {
        node = findKey(at, map)
        if (node === 0) return 0
        at = keyEnd
        if (previous !== 0) i32[previous + NODE.NEXT] = node
      }
      if (i32[node + NODE.SERIAL] === mine) return halt('duplicate_key', at)
      i32[node + NODE.SERIAL] = mine
      c = u8[at]!
      if (c <= 32) {
        at = blanks(at)
        c = u8[at]!
      }
      if (c === 123) at = nestedObject(at, node, row, root)
      else if (c === 91) at = nestedList(at, node, row, root)
      else if (c === 110) at = nothing(at, i32[node + NODE.COLUMN]!, i32[node + NODE.FLAGS]!)
      else at = scalar(at, c, i32[node + NODE.COLUMN]!, row)
      if (at === 0) return 0
      c = u8[at]!
      if (c <= 32) {
        at = blanks(at)
        c = u8[at]!
      }
      if (c === 125) return at + 1
      if (c !== 44) return halt('syntax', at)
      at++
      if (u8[at]! <= 32) at = blanks(at)
      previous = node
      node = i32[node + NODE.NEXT]!
    }
  }

  /** Length of the node's `"key":` where exactly this stands at `at`, else 0. Compares four bytes at a time, the last ones first. */
  function matches(at: number, node: number): number {
    if (node === 0) return 0
    const words = view
    const key = i32[node + NODE.KEY]!
    const length = i32[node + NODE.LENGTH]!
    if (length < 4 || at + length > end) return 0
    let left = length - 4
    if (words.getInt32(key + left, true) !== words.getInt32(at + left, true)) return 0
    left -= 4
    for (; left > 0; left -= 4) {
      if (words.getInt32(key + left, true) !== words.getInt32(at + left, true)) return 0
    }
    return words.getInt32(key, true) === words.getInt32(at, true) ? length : 0
  }

  /** The node of the key at `at`; sets `keyEnd` behind its colon. 0: stopped. */
  function findKey(at: number, map: number): number {
    if (u8[at] !== 34) return halt('syntax', at)
    const words = view
    let hash = 0
    let close = at + 1
    let four = words.getInt32(close, true)
    while (isPlain(four)) {
      hash = hashStep(hash, four)
      close += 4
      four = words.getInt32(close, true)
    }
    let rest = 0
    let shift = 0
    for (let c = u8[close]!; c !== 34; c = u8[++close]!) {
      if (c === 92) return halt('escaped_key', at)
      if (c < 32) return halt('syntax', close)
      rest |= c << shift
      shift += 8
      if (shift === 32) {
        hash = hashStep(hash, rest)
        rest = 0
        shift = 0
      }
    }
    hash = hashStep(hash, rest)
    const length = close + 2 - at
    const bucket = (i32[map + MAP.BUCKETS]! >> 2) + (hash & i32[map + MAP.MASK]!)
    for (let node = i32[bucket]!; node !== 0; node = i32[node + NODE.CHAIN]!) {
      if (i32[node + NODE.HASH] !== hash || i32[node + NODE.LENGTH] !== length) continue
      if (matches(at, node) !== 0) {
        keyEnd = at + length
        return node
      }
      if (!isKey(at, node)) continue
      const colon = blanks(close + 1)
      if (u8[colon] !== 58) return halt('syntax', colon)
      keyEnd = colon + 1
      return node
    }
    return halt('unknown_key', at)
  }

  /** True where the node's key stands at `at`, whatever is behind its last quote. */
  function isKey(at: number, node: number): boolean {
    const key = i32[node + NODE.KEY]!
    let left = i32[node + NODE.LENGTH]! - 2
    while (left > 0 && u8[key + left] === u8[at + left]) left--
    return left === 0
  }

  function nestedObject(at: number, node: number, row: number, root: number): number {
    const map = i32[node + NODE.OBJECT]!
    if (map !== 0) return object(at, map, row, root)
    return nothingIn(at, 125, i32[node + NODE.FLAGS]!)
  }

  function nestedList(at: number, node: number, row: number, root: number): number {
    const record = i32[node + NODE.LIST]!
    if (record !== 0) return list(at, record, row, root)
    return nothingIn(at, 93, i32[node + NODE.FLAGS]!)
  }

  /** An empty object or list, where that may be. */
  function nothingIn(at: number, close: number, flags: number): number {
    const inside = blanks(at + 1)
    return u8[inside] === close && (flags & FLAG.EMPTY) !== 0 ? inside + 1 : halt('does_not_fit', at)
  }

  function nothing(at: number, column: number, flags: number): number {
    if (u8[at + 1] !== 117 || u8[at + 2] !== 108 || u8[at + 3] !== 108) return halt('syntax', at)
    if ((flags & FLAG.NULL) !== 0) return at + 4
    return column !== 0 && i32[column + COLUMN.NULLABLE] === 1 ? at + 4 : halt('does_not_fit', at)
  }

  function list(start: number, record: number, parentRow: number, rootRowNumber: number): number {
    let at = blanks(start + 1)
    if (u8[at] === 93) return at + 1
    const table = i32[record + LIST.TABLE]!
    const items = i32[record + LIST.ITEMS]!
    const column = i32[record + LIST.COLUMN]!
    for (let index = 0; ; index++) {
      const row = childRow(table, index, parentRow, rootRowNumber)
      const root = i32[table + TABLE.PARENT_ROWS] === 0 ? row : rootRowNumber
      const c = u8[at]!
      if (c === 123) {
        if (items === 0) return halt('does_not_fit', at)
        at = object(at, items, row, root)
      } else if (c === 91) {
        const nested = i32[record + LIST.NESTED]!
        if (nested === 0) return halt('does_not_fit', at)
        at = list(at, nested, row, root)
      } else if (c === 110) at = nothing(at, column, i32[record + LIST.FLAGS]!)
      else at = scalar(at, c, column, row)
      if (at === 0) return 0
      at = blanks(at)
      if (u8[at] === 93) return at + 1
      if (u8[at] !== 44) return halt('syntax', at)
      at = blanks(at + 1)
    }
  }

  function childRow(table: number, index: number, parentRow: number, root: number): number {
    const cursor = i32[table + TABLE.CURSOR]!
    const row = i32[base + cursor]!
    if (row === i32[table + TABLE.SOFT]) rowRoom(table)
    i32[base + cursor] = row + 1
    const parents = i32[table + TABLE.PARENT_ROWS]! >> 2
    if (parents === 0) return row
    i32[parents + row] = parentRow
    i32[(i32[table + TABLE.ROOT_ROWS]! >> 2) + row] = root
    i32[(i32[table + TABLE.LIST_INDEX]! >> 2) + row] = index
    return row
  }

  function scalar(at: number, c: number, column: number, row: number): number {
    if (column === 0) return halt('does_not_fit', at)
    const kind = i32[column + COLUMN.KIND]!
    if (c === 34) {
      if (kind === KIND.TEXT) return text(at + 1, column, row)
      if (kind === KIND.ZONED || kind === KIND.NAIVE) return timestamp(at + 1, column, row)
      return halt('does_not_fit', at)
    }
    if (c === 45 || (c >= 48 && c <= 57)) {
      if (kind === KIND.INT || kind === KIND.DOUBLE) return number(at, column, row)
      return halt('does_not_fit', at)
    }
    if (kind !== KIND.BOOL) return halt('does_not_fit', at)
    const value = c === 116 && stands(TRUE, at) ? 1 : c === 102 && stands(FALSE, at) ? 0 : 2
    if (value === 2) return halt('does_not_fit', at)
    u8[i32[column + COLUMN.DATA]! + row] = value
    u8[i32[column + COLUMN.VALID]! + (row >> 3)]! |= 1 << (row & 7)
    return at + 5 - value
  }

  function stands(word: Uint8Array, at: number): boolean {
    for (let k = 1; k < word.length; k++) if (u8[at + k] !== word[k]) return false
    return true
  }

  function text(from: number, column: number, row: number): number {
    const bytes = u8
    const words = view
    const used = i32[base + i32[column + COLUMN.CURSOR]!]!
    const heap = i32[column + COLUMN.HEAP]!
    const start = heap + used + 4
    const room = heap + i32[column + COLUMN.SOFT]!
    let at = from
    let to = start
    while (to < room) {
      const four = words.getInt32(at, true)
      if (isPlain(four)) {
        words.setInt32(to, four, true)
        at += 4
        to += 4
        continue
      }
      const c = bytes[at]!
      if (c === 34) {
        const length = to - start
        bytes[start - 4] = length
        bytes[start - 3] = length >> 8
        bytes[start - 2] = length >> 16
        bytes[start - 1] = length >> 24
        i32[base + i32[column + COLUMN.CURSOR]!] = used + 4 + length
        bytes[i32[column + COLUMN.VALID]! + (row >> 3)]! |= 1 << (row & 7)
        return at + 1
      }
      if (c === 92) {
        const written = escapes.read(bytes, at, to)
        if (written < 0) return halt(written === UNUSUAL ? 'unusual_text' : 'syntax', at)
        to += written
        at = escapes.after
      } else if (c < 32) {
        return halt('syntax', at)
      } else {
        bytes[to++] = c
        at++
      }
    }
    return growAndRetry(from, column, row)
  }

  function growAndRetry(from: number, column: number, row: number): number {
    let at = from
    while (u8[at] !== 34) {
      if (u8[at]! < 32) return halt('syntax', at)
      at += u8[at] === 92 ? 2 : 1
      if (at > end) return halt('syntax', end)
    }
    builders.space.columns[i32[column + COLUMN.INDEX]!]!.makeHeapRoom(at - from + 8)
    refresh()
    return text(from, column, row)
  }

  function number(start: number, column: number, row: number): number {
    const bytes = u8
    const negative = bytes[start] === 45
    const first = negative ? start + 1 : start
    let at = first
    let value = 0
    let c = bytes[at]! - 48
    while (c >= 0 && c <= 9) {
      value = value * 10 + c
      c = bytes[++at]! - 48
    }
    const digits = at - first
    if (digits === 0 || (digits > 1 && bytes[first] === 48)) return halt('syntax', start)
    // '.', 'E' and 'e' less 48
    if (c === -2 || c === 21 || c === 53) return float(start, column, row)
    if (digits > 18) return halt('long_number', start)
    if (i32[column + COLUMN.KIND] === KIND.DOUBLE) {
      if (digits > 15) value = Number(u8.toString('latin1', first, at))
      f64[(i32[column + COLUMN.DATA]! >> 3) + row] = negative && value !== 0 ? -value : value
    } else if (digits > 15) longInteger(first, at, { negative, slot: (i32[column + COLUMN.DATA]! >> 2) + 2 * row })
    else {
      const signed = negative ? -value : value
      const slot = (i32[column + COLUMN.DATA]! >> 2) + 2 * row
      i32[slot] = signed
      i32[slot + 1] = Math.floor(signed / TWO_32)
    }
    bytes[i32[column + COLUMN.VALID]! + (row >> 3)]! |= 1 << (row & 7)
    return at
  }

  /** 16 to 18 digits. */
  function longInteger(from: number, to: number, target: { readonly negative: boolean; readonly slot: number }): void {
    let head = 0
    let tail = 0
    for (let at = from; at < to - 9; at++) head = head * 10 + u8[at]! - 48
    for (let at = to - 9; at < to; at++) tail = tail * 10 + u8[at]! - 48
    // A double holds head * 10^9 exactly: at most 30 bits times 21, and nine zeros.
    if (target.negative) writeInt64(target.slot, -head * 1e9, -tail)
    else writeInt64(target.slot, head * 1e9, tail)
  }

  /** Writes the sum of an integral double, however large, and a small integer. */
  function writeInt64(slot: number, large: number, small: number): void {
    const high = Math.floor(large / TWO_32)
    const low = large - high * TWO_32 + small
    const carry = Math.floor(low / TWO_32)
    i32[slot] = low - carry * TWO_32
    i32[slot + 1] = high + carry
  }

  /** A number with a fraction or exponent. Exact by one operation where mantissa and power are, else by the engine's own parser. */
  function float(start: number, column: number, row: number): number {
    if (i32[column + COLUMN.KIND] !== KIND.DOUBLE) return halt('does_not_fit', start)
    const bytes = u8
    const negative = bytes[start] === 45
    let at = negative ? start + 1 : start
    let value = 0
    let c = bytes[at]! - 48
    while (c >= 0 && c <= 9) {
      value = value * 10 + c
      c = bytes[++at]! - 48
    }
    let exponent = 0
    if (c === -2) {
      const point = at
      c = bytes[++at]! - 48
      while (c >= 0 && c <= 9) {
        value = value * 10 + c
        c = bytes[++at]! - 48
      }
      exponent = point + 1 - at
      if (exponent === 0) return halt('syntax', at)
    }
    if (c === 21 || c === 53) {
      c = bytes[++at]!
      const minus = c === 45
      if (minus || c === 43) at++
      const from = at
      let written = 0
      c = bytes[at]! - 48
      while (c >= 0 && c <= 9) {
        written = written * 10 + c
        c = bytes[++at]! - 48
      }
      if (at === from) return halt('syntax', at)
      exponent += minus ? -written : written
    }
    let double = 0
    if (value <= EXACT && exponent <= 0 && exponent >= -22) double = value / POWERS[-exponent]!
    else if (value <= EXACT && exponent > 0 && exponent <= 22) double = value * POWERS[exponent]!
    else double = Number(bytes.toString('latin1', negative ? start + 1 : start, at))
    if (double > Number.MAX_VALUE) return halt('does_not_fit', start)
    f64[(i32[column + COLUMN.DATA]! >> 3) + row] = negative ? -double : double
    bytes[i32[column + COLUMN.VALID]! + (row >> 3)]! |= 1 << (row & 7)
    return at
  }

  function timestamp(from: number, column: number, row: number): number {
    const at = iso.read(u8, from)
    if (at === 0 || u8[at] !== 34) return halt('does_not_fit', from - 1)
    writeInt64((i32[column + COLUMN.DATA]! >> 2) + 2 * row, iso.seconds * 1e6, iso.micros)
    u8[i32[column + COLUMN.VALID]! + (row >> 3)]! |= 1 << (row & 7)
    return at + 1
  }
}

/** True where none of four bytes is a quote, a backslash or a control character. Rarely false without need, never true without right. */
function isPlain(four: number): boolean {
  const quote = four ^ 0x22222222
  const backslash = four ^ 0x5c5c5c5c
  const found =
    ((quote - 0x01010101) & ~quote) | ((backslash - 0x01010101) & ~backslash) | ((four - 0x20202020) & ~four)
  return (found & 0x80808080) === 0
}
