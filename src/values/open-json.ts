import { parseExact } from './exact-json.ts'
import { eachMember, isKey, parsePath, type Range } from './json-path.ts'
import { decodeString, skipBlank, syntaxError } from './json-scan.ts'

/** A JSON body that is looked into at several paths: what was scanned on the way to one is not scanned again. */
export interface OpenedJson {
  readonly bytes: Uint8Array
  /** The document, without white space around it. */
  readonly range: Range
  /** Where the value at a path stands; undefined where there is none. The last of equal keys counts. */
  find(path: string): Range | undefined
  /** The value at a path as `parseExact` gives it; undefined where there is none. */
  value(path: string): unknown
  /** The places of the items of the list at a path; an object or scalar there is one item; none where there is nothing. */
  items(path: string): readonly Range[]
  /** Keys and places of the members of the object at a path; none where there is no object. */
  members(path: string): readonly (readonly [string, Range])[]
}

interface Member {
  readonly key: Range | undefined
  readonly value: Range
}

const OPEN_LIST = 91
const OPEN_OBJECT = 123

/**
 * Opens a body. Its outermost members are found at once, in one scan that makes sure that it is one whole document.
 * @throws SourceError `invalid_json`.
 */
export function openJson(bytes: Uint8Array): OpenedJson {
  const known = new Map<number, readonly Member[]>()
  const range = rootRange(bytes, known)

  function membersOf(container: Range): readonly Member[] {
    const found = known.get(container.start)
    if (found !== undefined) return found
    const members: Member[] = []
    eachMember(bytes, container, (value, key) => members.push({ key, value }))
    known.set(container.start, members)
    return members
  }

  function stepInto(from: Range, step: string | number): Range | undefined {
    const first = bytes[from.start]
    if (typeof step === 'number') return first === OPEN_LIST ? membersOf(from).at(step)?.value : undefined
    if (first !== OPEN_OBJECT) return undefined
    const wanted = new TextEncoder().encode(step)
    return membersOf(from).findLast(({ key }) => key !== undefined && isKey(bytes, key, { wanted, name: step }))?.value
  }

  function find(path: string): Range | undefined {
    return parsePath(path).reduce<Range | undefined>(
      (from, step) => (from === undefined ? undefined : stepInto(from, step)),
      range,
    )
  }

  return {
    bytes,
    range,
    find,
    value(path) {
      const found = find(path)
      return found === undefined ? undefined : parseExact(bytes, found.start, found.end)
    },
    items(path) {
      const found = find(path)
      if (found === undefined) return []
      return bytes[found.start] === OPEN_LIST ? membersOf(found).map(({ value }) => value) : [found]
    },
    members(path) {
      const found = find(path)
      if (found === undefined || bytes[found.start] !== OPEN_OBJECT) return []
      return membersOf(found).flatMap(({ key, value }) =>
        key === undefined ? [] : [[decodeString(bytes, key.start, key.end), value] as const],
      )
    },
  }
}

function rootRange(bytes: Uint8Array, known: Map<number, readonly Member[]>): Range {
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const start = skipBlank(bytes, mark, bytes.length)
  const first = bytes[start]
  if (first !== OPEN_OBJECT && first !== OPEN_LIST) {
    parseExact(bytes)
    return { start, end: bytes.length }
  }
  const members: Member[] = []
  const end = eachMember(bytes, { start, end: bytes.length }, (value, key) => members.push({ key, value }))
  const rest = skipBlank(bytes, end, bytes.length)
  if (rest < bytes.length) throw syntaxError(bytes, rest, bytes.length)
  known.set(start, members)
  return { start, end }
}
