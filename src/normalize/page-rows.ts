import type { Page } from '../contracts/page.ts'
import { SourceError } from '../errors/tolva-error.ts'
import { parseExact } from '../values/exact-json.ts'
import { findPath, keysAt, skipValue } from '../values/json-path.ts'

type BytesPage = Extract<Page, { bytes: Uint8Array }>

const NEWLINE = 10
const QUIET = new Set([32, 9, 13, NEWLINE])

/**
 * The part of a body that holds the rows.
 *
 * @throws SourceError `selector_no_match` with the keys that are there.
 */
export function rowBytes(page: BytesPage, where: { readonly resource: string }): Uint8Array {
  const { bytes, selector = '$' } = page
  if (page.format === 'jsonl' || selector === '$') return bytes
  const range = findPath(bytes, selector)
  if (range !== undefined) return bytes.subarray(range.start, range.end)
  throw new SourceError(`The selector ${selector} matches nothing in a page.`, {
    code: 'selector_no_match',
    hint: `Select one of the keys that are there: ${keysAt(bytes, '$').join(', ') || 'none'}.`,
    context: { resource: where.resource },
  })
}

/** Rows as JavaScript values that lose nothing: the items of a list, one object, or one value a line. */
export function parseRows(bytes: Uint8Array, format: BytesPage['format']): readonly unknown[] {
  if (format !== 'jsonl') {
    const parsed = parseExact(bytes)
    return Array.isArray(parsed) ? parsed : [parsed]
  }
  const rows: unknown[] = []
  for (let at = nextRow(bytes, 0); at < bytes.length; ) {
    const end = skipValue(bytes, at)
    rows.push(parseExact(bytes, at, end))
    at = nextRow(bytes, end)
  }
  return rows
}

function nextRow(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && QUIET.has(bytes[at] ?? NEWLINE)) at++
  return at
}
