import { ConfigError } from '../errors/tolva-error.ts'
import { parseExact } from './exact-json.ts'
import { decodeString, skipBlank, skipString, syntaxError } from './json-scan.ts'

/** Where a value stands in a body: from its first byte to behind its last. */
export interface Range {
  readonly start: number
  readonly end: number
}

type Step = string | number

const QUOTE = 34
const COMMA = 44
const COLON = 58
const OPEN_LIST = 91
const CLOSE_LIST = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125

/**
 * Offset behind the value that begins at `at` (white space may stand before it). Nothing is built; brackets must pair, scalars are only
 * skimmed. Throws SourceError `invalid_json` where the body ends in the middle.
 */
export function skipValue(bytes: Uint8Array, at: number, end: number = bytes.length): number {
  const limit = Math.min(end, bytes.length)
  let next = skipBlank(bytes, at, limit)
  if (next >= limit) throw syntaxError(bytes, next, limit)
  const first = bytes[next]!
  if (first === QUOTE) return skipString(bytes, next, limit)
  if (first !== OPEN_OBJECT && first !== OPEN_LIST) return skipScalar(bytes, next, limit)
  const closers: number[] = []
  while (next < limit) {
    const code = bytes[next]!
    if (code === QUOTE) {
      next = skipString(bytes, next, limit)
      continue
    }
    next++
    if (code === OPEN_OBJECT || code === OPEN_LIST) closers.push(code + 2)
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
      if (closers.pop() !== code) throw syntaxError(bytes, next - 1, limit)
      if (closers.length === 0) return next
    }
  }
  throw syntaxError(bytes, limit, limit)
}

/** Whether a byte can stand in a number or a word. */
function isScalarByte(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 97 && code <= 122) ||
    code === 43 ||
    code === 45 ||
    code === 46 ||
    code === 69
  )
}

function skipScalar(bytes: Uint8Array, at: number, end: number): number {
  let next = at
  while (next < end && isScalarByte(bytes[next]!)) next++
  if (next === at) throw syntaxError(bytes, at, end)
  return next
}

/**
 * Calls `visit` with the place of each member of the object or list that begins at `range`, and for objects with the place of its key.
 * @returns the offset behind its closing bracket.
 */
export function eachMember(
  bytes: Uint8Array,
  range: Range,
  visit: (value: Range, key: Range | undefined) => void,
): number {
  const isObject = bytes[range.start] === OPEN_OBJECT
  const closer = isObject ? CLOSE_OBJECT : CLOSE_LIST
  const { end } = range
  let at = skipBlank(bytes, range.start + 1, end)
  if (bytes[at] === closer && at < end) return at + 1
  for (;;) {
    let key: Range | undefined
    if (isObject) {
      if (at >= end || bytes[at] !== QUOTE) throw syntaxError(bytes, at, end)
      key = { start: at, end: skipString(bytes, at, end) }
      at = skipBlank(bytes, key.end, end)
      if (at >= end || bytes[at] !== COLON) throw syntaxError(bytes, at, end)
      at = skipBlank(bytes, at + 1, end)
    }
    const value = { start: at, end: skipValue(bytes, at, end) }
    visit(value, key)
    at = skipBlank(bytes, value.end, end)
    if (at < end && bytes[at] === closer) return at + 1
    if (at >= end || bytes[at] !== COMMA) throw syntaxError(bytes, at, end)
    at = skipBlank(bytes, at + 1, end)
  }
}

const PATH_STEP = /(?:^|\.)([^.[\]'"]+)|\[(-?\d+)\]|\[(?:'([^']*)'|"([^"]*)")\]/y

/**
 * The steps of a path: `data.items`, `$`, `$.a.b`, `a[0].b`, `[-1]`, `$['a b']`. Throws ConfigError `invalid_path`.
 */
export function parsePath(path: string): readonly Step[] {
  const steps: Step[] = []
  let at = path.startsWith('$') ? 1 : 0
  if (at === 1 && path[1] !== undefined && path[1] !== '.' && path[1] !== '[') at = 0
  while (at < path.length) {
    PATH_STEP.lastIndex = at
    const match = PATH_STEP.exec(path)
    if (match === null) throw invalidPath(path)
    const [, name, index, single, double] = match
    steps.push(index === undefined ? (name ?? single ?? double ?? '') : Number(index))
    at = PATH_STEP.lastIndex
  }
  return steps
}

function invalidPath(path: string): ConfigError {
  return new ConfigError(`"${path}" is no path into a JSON body`, {
    code: 'invalid_path',
    hint: 'Write it like data.items, data[0].items or $ (wildcards and filters are not possible here).',
  })
}

/** Where the value at a path stands in a JSON body, read without building anything; undefined where there is none. The last of equal keys counts. */
export function findPath(bytes: Uint8Array, path: string): Range | undefined {
  return parsePath(path).reduce<Range | undefined>(
    (range, step) => (range === undefined ? undefined : stepInto(bytes, range, step)),
    documentRange(bytes),
  )
}

function documentRange(bytes: Uint8Array): Range {
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const start = skipBlank(bytes, mark, bytes.length)
  const end = skipValue(bytes, start)
  const rest = skipBlank(bytes, end, bytes.length)
  if (rest < bytes.length) throw syntaxError(bytes, rest, bytes.length)
  return { start, end }
}

function stepInto(bytes: Uint8Array, range: Range, step: Step): Range | undefined {
  const first = bytes[range.start]
  if (typeof step === 'number') {
    return first === OPEN_LIST ? membersOf(bytes, range).at(step) : undefined
  }
  if (first !== OPEN_OBJECT) return undefined
  const wanted = new TextEncoder().encode(step)
  let found: Range | undefined
  eachMember(bytes, range, (value, key) => {
    if (key !== undefined && isKey(bytes, key, { wanted, name: step })) found = value
  })
  return found
}

/** Whether the key that stands there is a name; `wanted` is the name in UTF-8. */
export function isKey(
  bytes: Uint8Array,
  key: Range,
  { wanted, name }: { readonly wanted: Uint8Array; readonly name: string },
): boolean {
  const length = key.end - key.start - 2
  if (length === wanted.length) {
    let i = 0
    while (i < length && bytes[key.start + 1 + i] === wanted[i]) i++
    if (i === length) return true
  }
  // an escaped key is longer than the name it spells
  return length > wanted.length && decodeString(bytes, key.start, key.end) === name
}

function membersOf(bytes: Uint8Array, range: Range): Range[] {
  const members: Range[] = []
  eachMember(bytes, range, (value) => members.push(value))
  return members
}

/** The value at a path as `parseExact` gives it; undefined where there is none. */
export function valueAt(bytes: Uint8Array, path: string): unknown {
  const range = findPath(bytes, path)
  return range === undefined ? undefined : parseExact(bytes, range.start, range.end)
}

/** The keys of the object at a path in the order of the text, each once; none where there is no object. */
export function keysAt(bytes: Uint8Array, path: string): string[] {
  const range = findPath(bytes, path)
  if (range === undefined || bytes[range.start] !== OPEN_OBJECT) return []
  const keys = new Set<string>()
  eachMember(bytes, range, (_, key) => key !== undefined && keys.add(decodeString(bytes, key.start, key.end)))
  return [...keys]
}

/** The places of the items of the list at a path; an object or scalar there is one item; none where there is nothing. */
export function itemsAt(bytes: Uint8Array, path: string): Range[] {
  const range = findPath(bytes, path)
  if (range === undefined) return []
  return bytes[range.start] === OPEN_LIST ? membersOf(bytes, range) : [range]
}
