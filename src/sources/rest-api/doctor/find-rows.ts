import type { Answered } from '../../../contracts/answered.ts'
import { dottedPath } from '../../../http/json-path-text.ts'
import { queryJson } from '../../../http/query-json.ts'
import { parseExact } from '../../../values/exact-json.ts'
import { detectSelector } from '../detect-selector.ts'
import { listsIn } from '../lists-in.ts'
import type { RowsFinding } from './report.ts'

/** Where the rows of an answer are, and what other lists it has; undefined where it is no JSON document. */
export function findRows({ response, selector }: Answered): RowsFinding | undefined {
  const document = documentOf(response.body)
  if (document === undefined) return undefined
  const used = selector ?? pathOf(detectSelector(document))
  const others = listsIn(document)
    .map((path) => ({ selector: pathOf(path), items: lengthAt(document, pathOf(path)) ?? 0 }))
    .filter((one) => one.selector !== plain(used))
  return {
    selector: plain(used),
    found: selector === undefined ? 'detected' : 'configured',
    count: lengthAt(document, used),
    others,
  }
}

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
