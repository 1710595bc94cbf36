import type { Page } from '../contracts/page.ts'
import { SourceError } from '../errors/tolva-error.ts'
import { parseExact } from '../values/exact-json.ts'
import { findPath } from '../values/json-path.ts'

/**
 * The rows of a page as JavaScript values. Bytes are parsed without loss: a list gives its items, null none, anything
 * else one row.
 * @throws SourceError `selector_no_match`, `no_rows_in_file`, and those of the JSON parser.
 */
export function rowsOf<R>(page: Page<R>): readonly R[]
export function rowsOf(page: Page<unknown>): readonly unknown[] {
  if ('rows' in page) return page.rows
  if ('file' in page || 'arrow' in page) {
    const what = 'file' in page ? `the ${page.format} file ${page.file}` : 'an Arrow page'
    throw new SourceError(`rows of ${what} cannot be looked at one by one`, {
      code: 'no_rows_in_file',
      hint: 'Take map, filter, flatMap, incremental and row validation off this resource.',
      context: 'file' in page ? { file: page.file } : {},
    })
  }
  if (page.format === 'jsonl') return linesOf(page.bytes)
  const selector = page.selector ?? '$'
  const range = findPath(page.bytes, selector)
  if (!range) {
    throw new SourceError(`nothing stands at ${selector} in the body`, {
      code: 'selector_no_match',
      hint: 'Mend the data selector.',
    })
  }
  const value = parseExact(page.bytes, range.start, range.end)
  if (Array.isArray(value)) return value
  return value === null ? [] : [value]
}

const LINE_FEED = 10

function linesOf(bytes: Uint8Array): readonly unknown[] {
  const rows: unknown[] = []
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(LINE_FEED, start)
    const end = found === -1 ? bytes.length : found
    if (!isBlank(bytes, start, end)) rows.push(parseExact(bytes, start, end))
    start = end + 1
  }
  return rows
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]
    if (byte !== 32 && byte !== 9 && byte !== 13) return false
  }
  return true
}
