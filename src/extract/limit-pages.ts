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

/** Counts pages against a limit. */
export interface Limiter {
  count(page: Page<unknown>): void
  /** Whether no further page is to be asked for. */
  isReached(): boolean
  /** What was counted so far. */
  readonly counted: Counted
}

interface Counted {
  readonly pages: number
  readonly rows: number
}

/** @param before What an earlier run has counted. */
export function limiter(limit: Limit, before: Counted = { pages: 0, rows: 0 }): Limiter {
  const { pages: most = Infinity, seconds = Infinity, rows: mostRows = Infinity } = limit
  const until = performance.now() + seconds * 1000
  let { pages, rows } = before
  return {
    count(page) {
      pages++
      if (mostRows !== Infinity) rows += rowCount(page)
    },
    isReached: () => pages >= most || rows >= mostRows || (pages > 0 && performance.now() >= until),
    get counted() {
      return { pages, rows }
    },
  }
}

/**
 * Pages up to the limit; then the source is closed. Their positions say how many they were.
 * @param open Opens the source behind a position of its own. @param resumeFrom A position of these pages.
 */
export async function* limitPages<R>(
  open: (position: unknown) => AsyncIterable<Page<R>>,
  limit: Limit,
  resumeFrom?: unknown,
): AsyncIterable<Page<R>> {
  const from = isLimited(resumeFrom) ? resumeFrom : undefined
  const counter = limiter(limit, from?.counted)
  if (counter.isReached()) return
  for await (const page of open(from?.inner)) {
    counter.count(page)
    const { position: inner } = page
    yield inner === undefined ? page : { ...page, position: { counted: counter.counted, inner } }
    if (counter.isReached()) return
  }
}

interface LimitedPosition {
  readonly counted: Counted
  readonly inner: unknown
}

function isLimited(position: unknown): position is LimitedPosition {
  if (typeof position !== 'object' || position === null || !('inner' in position) || !('counted' in position))
    return false
  const { counted } = position
  return typeof counted === 'object' && counted !== null && 'pages' in counted && 'rows' in counted
}

function rowCount(page: Page<unknown>): number {
  if ('rows' in page) return page.rows.length
  return 'bytes' in page && page.format !== 'jsonl'
    ? itemsAt(page.bytes, page.selector ?? '$').length
    : rowsOf(page).length
}
