import type { PageView, Paginator, PagingState } from './paginator.ts'
import { readHasMore, readHasMoreHeader } from './read-has-more.ts'

/** What ends a walk beside the paginator's own rule. All that are given must say "go on". */
export interface StopRules {
  /** Stop behind a page without rows; false by default. */
  readonly stopAfterEmptyPage?: boolean
  /** Path of the flag that says whether a page follows: true or false, 1 or 0, yes or no. */
  readonly hasMorePath?: string
  /** Name of the response header that says so. */
  readonly hasMoreHeader?: string
  /** Rows of a full page. */
  readonly pageSize?: number
  /** Stop behind a page with fewer rows than a full one; false by default. Only for APIs whose pages are full but for the last. */
  readonly stopOnShortPage?: boolean
  /** Path of the number of all rows: stop when as many were seen, as long as that number stays what the first page said. */
  readonly totalItemsPath?: string
  /** Pages that are read at most. */
  readonly maximumPages?: number
  /** Two pages in a row with the very same rows: `error` by default, `stop` without the second, or `accept` them. */
  readonly repeatedPage?: 'error' | 'stop' | 'accept'
}

/** The paginator, ended by these rules as well. */
export function withStopRules(inner: Paginator, rules: StopRules): Paginator {
  const { ahead } = inner
  return {
    ...inner,
    capped: inner.capped === true || rules.maximumPages !== undefined,
    repeatedPage: rules.repeatedPage ?? 'error',
    ...(rules.totalItemsPath !== undefined && { totalItemsPath: rules.totalItemsPath }),
    next(state, page) {
      const counters = countPage(rules, state, page, inner.name)
      if (counters === 'last page') return undefined
      const next = inner.next(state, page)
      return next && { ...counters, ...next }
    },
    ...(ahead !== undefined && {
      ahead: (state, page, count) => ahead(state, page, Math.min(count, pagesLeft(rules, state))),
    }),
  }
}

function pagesLeft({ maximumPages }: StopRules, { pages = 0 }: PagingState): number {
  return maximumPages === undefined ? Number.POSITIVE_INFINITY : Math.max(0, maximumPages - pages - 1)
}

function countPage(rules: StopRules, state: PagingState, page: PageView, name: string): PagingState | 'last page' {
  if (rules.maximumPages !== undefined && pagesLeft(rules, state) === 0) return 'last page'
  if (rules.stopAfterEmptyPage && page.rowCount() === 0) return 'last page'
  if (rules.hasMorePath !== undefined && !readHasMore(page, rules.hasMorePath, name)) return 'last page'
  if (rules.hasMoreHeader !== undefined && !readHasMoreHeader(page, rules.hasMoreHeader, name)) return 'last page'
  if (rules.stopOnShortPage && rules.pageSize !== undefined && page.rowCount() < rules.pageSize) return 'last page'
  const pages = rules.maximumPages === undefined ? {} : { pages: (state.pages ?? 0) + 1 }
  if (rules.totalItemsPath === undefined) return pages
  const total = page.value(rules.totalItemsPath)
  if (typeof total !== 'number') return pages
  const seen = (state.seen ?? 0) + page.rowCount()
  const first = state.total ?? total
  return total === first && seen >= total ? 'last page' : { ...pages, seen, total: first }
}
