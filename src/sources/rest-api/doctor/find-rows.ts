import type { Answered } from '../../../contracts/answered.ts'
import { dottedPath } from '../../../http/json-path-text.ts'
import { queryJson } from '../../../http/query-json.ts'
import { parseExact } from '../../../values/exact-json.ts'
import { detectSelector } from '../detect-selector.ts'
import { isPlainObject } from '../is-plain-object.ts'
import { listsIn } from '../lists-in.ts'
import { RECORD_KEYS } from '../record-keys.ts'
import type { RowsFinding } from './report.ts'

/** Where the rows of an answer are, and what other lists it has; undefined where it is no JSON document. */
export function findRows({ response, selector, resource }: Answered): RowsFinding | undefined {
  const document = documentOf(response.body)
  if (document === undefined) return undefined
  const used = selector ?? pathOf(detectSelector(document))
  const others = listsIn(document)
    .map((path) => ({ selector: pathOf(path), items: lengthAt(document, pathOf(path)) ?? 0 }))
    .filter((one) => one.selector !== plain(used))
  const beside = selector === undefined ? keysBeside(document, detectSelector(document), resource) : []
  return {
    ...(beside.length > 0 && { beside }),
    selector: plain(used),
    found: selector === undefined ? 'detected' : 'configured',
    count: lengthAt(document, used),
    others,
  }
}

/** Keys of the object that a list stands in, where its name is neither the resource's nor one that lists of rows have. */
function keysBeside(document: unknown, path: readonly string[], resource: string): readonly string[] {
  const [key, ...deeper] = path
  if (key === undefined || deeper.length > 0 || !isPlainObject(document)) return []
  if (RECORD_KEYS.has(key) || plainName(key) === plainName(resource)) return []
  return Object.keys(document).filter((other) => other !== key && !PAGING_KEY.test(other))
}

/** `OrderItems` and `order_item` are the same. */
function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/s$/, '')
}

/** What stands beside rows in an answer that is a page of them. */
const PAGING_KEY =
  /^(next|prev|previous|first|last|links?|_links|meta|metadata|paging|pagination|cursors?|page|pages|per_?page|page_?size|limit|offset|skip|total|count|total_?\w+|has_?\w+|more|status|success|ok|code|error|errors|warnings?|messages?|object|type|kind|url|href|self|request_?id|timestamp|time|etag|version)$/i

/** A body as values; undefined where it is none. */
export function documentOf(body: Uint8Array): unknown {
  try {
    return parseExact(body)
  } catch {
    return undefined
  }
}

/** Rows that a selector finds, counted as a walk does; undefined where it matches nothing. */
function lengthAt(document: unknown, selector: string): number | undefined {
  const matches = queryJson(document, selector)
  if (matches.length === 0) return undefined
  const value = matches.length === 1 ? matches[0] : matches
  return Array.isArray(value) ? value.length : value === null ? 0 : 1
}

/** As one would write it: without `$.` where it can be left out. */
function pathOf(keys: readonly string[]): string {
  return keys.length === 0 ? '$' : plain(dottedPath(keys) ?? '$')
}

function plain(selector: string): string {
  return selector.replace(/^\$\.(?=[^.])/, '')
}
