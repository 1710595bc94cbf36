import { SourceError } from '../errors/tolva-error.ts'
import { asciiText, decodeScanned, type Quoted, scanString, skipBlank, syntaxError } from './json-scan.ts'

/** Own, enumerable key (spreading keeps it) under which a parsed object or list remembers what JavaScript values forget. */
export const EXACT: unique symbol = Symbol.for('tolva.exact')

/** What JSON said and JavaScript would forget about one object or list. */
export interface Exact {
  /** Keys (list indexes as text) whose number was written as a float although its value is integral: `2.0`, `1e3`. */
  readonly floats?: ReadonlySet<string>
  /** All keys in the order of the text; present only where JavaScript would reorder them (integer-like keys). */
  readonly order?: readonly string[]
}

interface Container {
  readonly target: Record<string, unknown> | unknown[]
  readonly isList: boolean
  key: string
  floats: Set<string> | undefined
  /** Every key so far, once an integer-like one was seen. */
  order: string[] | undefined
}

interface Cursor {
  readonly bytes: Uint8Array
  readonly end: number
  at: number
  /** Whether the number read last was a float of integral value. */
  float: boolean
  readonly quoted: Quoted
  /** Keys met so far, by a hash of their bytes: the same few keys come again and again. */
  readonly keys: (KnownKey | undefined)[]
}

interface KnownKey {
  readonly text: string
  /** Where the key stood, behind its quote. */
  readonly start: number
  readonly length: number
}

const MAX_DEPTH = 5000
const QUOTE = 34
const COMMA = 44
const COLON = 58
const OPEN_LIST = 91
const CLOSE_LIST = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125

/**
 * Parses UTF-8 JSON between two offsets into plain values without loss: integers beyond 2^53 are `bigint`, floats of integral value
 * and the order of integer-like keys are kept under `EXACT`, `__proto__` is a key like any other, the last of equal keys wins.
 * Throws SourceError `invalid_json`, `lone_surrogate` or `too_deep` (more than `maxDepth` levels, default 5,000), with the byte offset.
 */
export function parseExact(
  bytes: Uint8Array,
  start = 0,
  end = bytes.length,
  options: { readonly maxDepth?: number } = {},
): unknown {
  const cursor: Cursor = {
    bytes,
    end: Math.min(end, bytes.length),
    at: start,
    float: false,
    quoted: { end: 0, escaped: false, wide: false },
    keys: [],
  }
  if (start === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) cursor.at = 3
  const value = parseValue(cursor, options.maxDepth ?? MAX_DEPTH)
  cursor.at = skipBlank(bytes, cursor.at, cursor.end)
  if (cursor.at < cursor.end) throw syntaxError(bytes, cursor.at, cursor.end)
  return value
}

function parseValue(cursor: Cursor, maxDepth: number): unknown {
  const { bytes, end } = cursor
  const stack: Container[] = []
  let open: Container | undefined
  for (;;) {
    // a value is due
    cursor.at = skipBlank(bytes, cursor.at, end)
    const code = cursor.at < end ? bytes[cursor.at]! : -1
    let value: unknown
    if (code === OPEN_OBJECT || code === OPEN_LIST) {
      const next = openContainer(code === OPEN_LIST)
      if (stack.length + (open === undefined ? 0 : 1) >= maxDepth) throw tooDeep(cursor.at, maxDepth)
      cursor.at = skipBlank(bytes, cursor.at + 1, end)
      if (cursor.at < end && bytes[cursor.at] === (next.isList ? CLOSE_LIST : CLOSE_OBJECT)) {
        cursor.at++
        cursor.float = false
        value = next.target
      } else {
        if (open !== undefined) stack.push(open)
        open = next
        if (!next.isList) readKey(cursor, next)
        continue
      }
    } else {
      value = parseScalar(cursor, code)
    }
    // a value is there: put it where it belongs, and close what ends here
    for (;;) {
      if (open === undefined) return value
      put(open, value, cursor.float)
      cursor.float = false
      cursor.at = skipBlank(bytes, cursor.at, end)
      const mark = cursor.at < end ? bytes[cursor.at] : -1
      if (mark === COMMA) {
        cursor.at++
        if (!open.isList) readKey(cursor, open)
        break
      }
      if (mark !== (open.isList ? CLOSE_LIST : CLOSE_OBJECT)) throw syntaxError(bytes, cursor.at, end)
      cursor.at++
      value = close(open)
      open = stack.pop()
    }
  }
}

function openContainer(isList: boolean): Container {
  return { target: isList ? [] : {}, isList, key: '', floats: undefined, order: undefined }
}

function readKey(cursor: Cursor, open: Container): void {
  const { bytes, end } = cursor
  cursor.at = skipBlank(bytes, cursor.at, end)
  if (cursor.at >= end || bytes[cursor.at] !== QUOTE) throw syntaxError(bytes, cursor.at, end)
  open.key = readKeyText(cursor)
  cursor.at = skipBlank(bytes, cursor.at, end)
  if (cursor.at >= end || bytes[cursor.at] !== COLON) throw syntaxError(bytes, cursor.at, end)
  cursor.at++
}

function readString(cursor: Cursor): string {
  const { bytes, at, end, quoted } = cursor
  scanString(bytes, at, end, quoted)
  cursor.at = quoted.end + 1
  return decodeScanned(bytes, at, quoted)
}

const KEY_SLOTS = 512

function readKeyText(cursor: Cursor): string {
  const { bytes, at, end, quoted, keys } = cursor
  scanString(bytes, at, end, quoted)
  cursor.at = quoted.end + 1
  const start = at + 1
  const length = quoted.end - start
  if (quoted.escaped || length === 0) return decodeScanned(bytes, at, quoted)
  const middle = bytes[start + (length >> 1)]!
  const slot = (length * 31 + bytes[start]! * 7 + middle * 17 + bytes[quoted.end - 1]!) & (KEY_SLOTS - 1)
  const known = keys[slot]
  if (known !== undefined && known.length === length && isSame(bytes, known.start, start, length)) return known.text
  const text = decodeScanned(bytes, at, quoted)
  keys[slot] = { text, start, length }
  return text
}

function isSame(bytes: Uint8Array, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[a + i] !== bytes[b + i]) return false
  return true
}

/** Whether JavaScript would move `key` to the front of an object. */
function isIndexLike(key: string): boolean {
  const first = key.charCodeAt(0)
  return first >= 48 && first <= 57 && key.length <= 10 && String(Number(key)) === key && Number(key) < 4294967295
}

function put(open: Container, value: unknown, float: boolean): void {
  const target = open.target
  if (Array.isArray(target)) {
    if (float) markFloat(open, String(target.length))
    target.push(value)
    return
  }
  const key = open.key
  if (open.order === undefined && isIndexLike(key)) open.order = Object.keys(target)
  if (open.order !== undefined && !Object.hasOwn(target, key)) open.order.push(key)
  if (float) markFloat(open, key)
  else if (open.floats !== undefined) open.floats.delete(key)
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
  } else {
    target[key] = value
  }
}

function markFloat(open: Container, key: string): void {
  open.floats ??= new Set()
  open.floats.add(key)
}

function close(open: Container): unknown {
  const { target, order } = open
  const floats = open.floats !== undefined && open.floats.size > 0 ? open.floats : undefined
  if (floats === undefined && order === undefined) return target
  const exact: Exact = { ...(floats && { floats }), ...(order && { order }) }
  return Object.assign(target, { [EXACT]: exact })
}

function parseScalar(cursor: Cursor, code: number): unknown {
  cursor.float = false
  if (code === QUOTE) return readString(cursor)
  if (code === 45 || (code >= 48 && code <= 57)) return parseNumber(cursor)
  if (takeWord(cursor, 'true')) return true
  if (takeWord(cursor, 'false')) return false
  if (takeWord(cursor, 'null')) return null
  throw syntaxError(cursor.bytes, cursor.at, cursor.end)
}

function takeWord(cursor: Cursor, word: string): boolean {
  if (cursor.at + word.length > cursor.end) return false
  for (let i = 0; i < word.length; i++) if (cursor.bytes[cursor.at + i] !== word.charCodeAt(i)) return false
  cursor.at += word.length
  return true
}

/** Offset behind the digits from `at` on; throws where there is none. */
function skipDigits(cursor: Cursor, at: number): number {
  let next = at
  for (; next < cursor.end; next++) {
    const code = cursor.bytes[next]!
    if (code < 48 || code > 57) break
  }
  if (next === at) throw syntaxError(cursor.bytes, next, cursor.end)
  return next
}

function parseNumber(cursor: Cursor): number | bigint {
  const { bytes, end } = cursor
  const start = cursor.at
  const negative = bytes[start] === 45
  const first = negative ? start + 1 : start
  let at = skipDigits(cursor, first)
  if (bytes[first] === 48 && at > first + 1) throw syntaxError(bytes, first + 1, end)
  const mark = at < end ? bytes[at]! : -1
  if (mark !== 46 && mark !== 69 && mark !== 101) {
    cursor.at = at
    if (at - first <= 15) {
      let value = 0
      for (let i = first; i < at; i++) value = value * 10 + bytes[i]! - 48
      return negative && value !== 0 ? -value : value
    }
    const text = asciiText(bytes, start, at)
    const value = Number(text)
    return Number.isSafeInteger(value) ? value : BigInt(text)
  }
  if (mark === 46) at = skipDigits(cursor, at + 1)
  if (at < end && (bytes[at] === 69 || bytes[at] === 101)) {
    at++
    if (at < end && (bytes[at] === 43 || bytes[at] === 45)) at++
    at = skipDigits(cursor, at)
  }
  cursor.at = at
  const value = Number(asciiText(bytes, start, at))
  cursor.float = Number.isInteger(value)
  return value
}

function tooDeep(offset: number, maxDepth: number): SourceError {
  return new SourceError(`JSON is nested deeper than ${maxDepth} levels (byte ${offset})`, {
    code: 'too_deep',
    hint: 'Select a part of the document (data selector), or flatten it at the source.',
    context: { offset },
  })
}

function hasExact(container: object): container is { readonly [EXACT]: Exact } {
  return EXACT in container
}

const exactOf = (container: object): Exact | undefined => (hasExact(container) ? container[EXACT] : undefined)

/** Keys and values of a row in the order of its text, whatever the keys are; keys added since come last. */
export function entriesOf(row: object): (readonly [string, unknown])[] {
  const order = exactOf(row)?.order
  if (order === undefined) return Object.entries(row)
  const left = new Map(Object.entries(row))
  const entries: (readonly [string, unknown])[] = []
  for (const key of order) {
    if (!left.has(key)) continue
    entries.push([key, left.get(key)])
    left.delete(key)
  }
  return [...entries, ...left]
}

/** Whether the integral number at `key` of a parsed object or list is a double: it was written as a float. */
export function isFloatAt(container: object, key: string | number): boolean {
  return exactOf(container)?.floats?.has(String(key)) ?? false
}
