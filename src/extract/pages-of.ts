import type { ArrowPage, FilePage, Page, Row } from '../contracts/page.ts'
import { ConfigError } from '../errors/tolva-error.ts'

/** What data may be, once functions have been called and promises awaited. */
export type Pageable = Iterable<unknown> | AsyncIterable<unknown> | object

/** The rows that come out of data of type `T`: what `pagesOf` does, for the compiler. */
export type RowsIn<T> = T extends readonly (infer R)[]
  ? R
  : T extends AsyncIterable<infer Y>
    ? RowsYielded<Y>
    : T extends Iterable<infer Y>
      ? RowsYielded<Y>
      : RowsYielded<T>

type RowsYielded<Y> = Y extends readonly (infer R)[]
  ? R
  : Y extends { readonly rows: readonly (infer R)[] }
    ? R
    : Y extends
          | { readonly bytes: Uint8Array }
          | { readonly arrow: Uint8Array }
          | { readonly file: string; readonly format: string }
      ? Row
      : Y

const PAGE_KEYS: ReadonlySet<string> = new Set([
  'rows',
  'bytes',
  'file',
  'format',
  'selector',
  'table',
  'position',
  'materialize',
  'arrow',
  'addDltLoadId',
  'addDltId',
  'csv',
  'from',
  'readBytes',
])

/**
 * Data as pages: a list is one page of rows (or files, or Arrow pages), each item of any other iterable is a page. A list that is yielded is a page
 * of rows, a `Page` passes as it is, anything else is a page of one row; null and undefined are passed over.
 * @typeParam R What the caller knows of the rows, by `RowsIn`.
 * @throws ConfigError `not_iterable` for data that holds no rows.
 */
export function pagesOf<R>(data: unknown, resource: string): AsyncIterable<Page<R>>
export async function* pagesOf(data: unknown, resource: string): AsyncIterable<Page<unknown>> {
  if (Array.isArray(data)) {
    if (data.length > 0 && data.every(isColumnar)) yield* data
    else yield { rows: data }
  } else if (isIterable(data)) {
    for await (const item of data) yield* pageOf(item)
  } else if (typeof data === 'object' && data !== null) {
    yield* pageOf(data)
  } else if (data !== undefined && data !== null) {
    throw new ConfigError(`the data of resource ${resource} is a ${typeof data}`, {
      code: 'not_iterable',
      hint: 'Give a list, an iterable, or a function or generator that yields rows or pages.',
      context: { resource },
    })
  }
}

function* pageOf(item: unknown): Iterable<Page<unknown>> {
  if (item === undefined || item === null) return
  if (Array.isArray(item)) yield { rows: item }
  else if (isPage(item)) yield item
  else yield { rows: [item] }
}

/** Whether a value is a page rather than a row: rows, bytes, a file or Arrow, and no key that a page has not. */
export function isPage(value: unknown): value is Page<unknown> {
  if (typeof value !== 'object' || value === null) return false
  const holds =
    ('rows' in value && Array.isArray(value.rows)) ||
    ('bytes' in value && value.bytes instanceof Uint8Array) ||
    isColumnar(value)
  return holds && Object.keys(value).every((key) => PAGE_KEYS.has(key))
}

const FILE_FORMATS: readonly unknown[] = ['parquet', 'csv', 'jsonl']

function isColumnar(value: unknown): value is FilePage | ArrowPage {
  if (typeof value !== 'object' || value === null) return false
  if ('arrow' in value) return value.arrow instanceof Uint8Array
  return 'file' in value && typeof value.file === 'string' && 'format' in value && FILE_FORMATS.includes(value.format)
}

function isIterable(value: unknown): value is Iterable<unknown> | AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value)
}
