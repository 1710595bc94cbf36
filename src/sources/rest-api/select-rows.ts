import type { Page } from '../../contracts/page.ts'
import { SourceError } from '../../errors/tolva-error.ts'
import { dottedPath, parseJsonPath } from '../../http/json-path-text.ts'
import { queryJson } from '../../http/query-json.ts'
import { parseExact } from '../../values/exact-json.ts'
import { keysAt } from '../../values/json-path.ts'
import type { OpenedJson } from '../../values/open-json.ts'

/** The rows of a body, not parsed where the selector is a plain path. */
export interface SelectedRows {
  readonly page: Page<unknown>
  readonly count: () => number
  /** The bytes that hold them, where they are not parsed. */
  readonly bytes?: Uint8Array
  /** True: they stand in a list. */
  readonly isList: boolean
}

const NULL_START = 0x6e
const OPEN_LIST = 0x5b

/** What a selector points at; undefined where it matches nothing. A single match is taken as it is, several make a list; null holds no rows. */
export function selectRows(json: OpenedJson, selector: string): SelectedRows | undefined {
  const path = parseJsonPath(selector)
  const dotted = 'steps' in path ? dottedPath(path.steps) : undefined
  if (dotted === undefined) {
    const matches = queryJson(parseExact(json.bytes), path)
    if (matches.length === 0) return undefined
    return selectedValues(matches.length === 1 ? matches[0] : matches)
  }
  const { bytes } = json
  const range = json.find(dotted)
  if (range === undefined) return undefined
  if (bytes[range.start] === NULL_START) return selectedValues(null)
  // What stands around the rows, such as a link with the key in it, need not be kept with them.
  const rows = bytes.subarray(range.start, range.end)
  return {
    page: { bytes: rows },
    count: () => json.items(dotted).length,
    bytes: rows,
    isList: bytes[range.start] === OPEN_LIST,
  }
}

/** The error for a selector that matches nothing on the first page; it lists the keys that are there, and an error that was told. */
export function selectorError(
  body: Uint8Array,
  {
    selector,
    resource,
    told,
  }: { readonly selector: string; readonly resource: string; readonly told: string | undefined },
): SourceError {
  const keys = keysAt(body, '$')
  const found = keys.length > 0 ? `an object with the keys ${keys.slice(0, 20).join(', ')}` : 'no object'
  return new SourceError(
    `the answer for ${resource} has nothing at ${selector}: it is ${found}${told === undefined ? '' : `, and says ${told}`}`,
    {
      code: 'selector_no_match',
      hint:
        told === undefined
          ? 'correct data_selector, or set data_selector_required to false if the key may be missing'
          : 'the API refused the request although its status is good: check the token and the parameters',
      context: { resource, selector },
    },
  )
}

function selectedValues(value: unknown): SelectedRows {
  const rows = Array.isArray(value) ? value : value === null ? [] : [value]
  return { page: { rows }, count: () => rows.length, isList: Array.isArray(value) }
}
