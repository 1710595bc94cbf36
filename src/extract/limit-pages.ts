import type { Limit } from '../contracts/limit.ts'
import type { Page } from '../contracts/page.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { itemsAt } from '../values/json-path.ts'
import { rowsOf } from './rows-of.ts'

/**
 * A limit in full; a number counts pages.
 * @throws ConfigError `invalid_limit`.
 */
export function limitOf(given: number | Limit, resource: string): Limit {
  const limit = typeof given === 'number' ? { pages: given } : given
  const numbers = [limit.pages, limit.seconds, limit.rows].filter((one) => one !== undefined)
  if (numbers.length > 0 && numbers.every((one) => Number.isFinite(one) && one >= 0)) return limit
  throw new ConfigError(`the limit of ${resource} is ${JSON.stringify(given)}`, {
    code: 'invalid_limit',
    hint: 'Give a number of pages, or an object with pages, seconds or rows.',
    context: { resource },
  })
}

/** Pages up to the limit; then the source is closed. */
export async function* limitPages<R>(pages: AsyncIterable<Page<R>>, limit: Limit): AsyncIterable<Page<R>> {
  const { pages: most = Infinity, seconds = Infinity, rows: mostRows = Infinity } = limit
  if (most <= 0 || mostRows <= 0) return
  const until = performance.now() + seconds * 1000
  let [count, rows] = [0, 0]
  for await (const page of pages) {
    yield page
    count++
    if (mostRows !== Infinity) rows += rowCount(page)
    if (count >= most || rows >= mostRows || performance.now() >= until) return
  }
}

function rowCount(page: Page<unknown>): number {
  if ('rows' in page) return page.rows.length
  return 'bytes' in page && page.format !== 'jsonl'
    ? itemsAt(page.bytes, page.selector ?? '$').length
    : rowsOf(page).length
}
