import { type CountingRules, checkCountingRules, countsAhead, nextCount, numberPlace, placeNumber } from './counting.ts'
import type { Paginator } from './paginator.ts'
import { type StopRules, withStopRules } from './stop-rules.ts'

export interface PageNumberConfig extends StopRules {
  /** Number of the first page; 0 by default. */
  readonly basePage?: number
  /** Page to begin with; the first one by default. */
  readonly page?: number
  /** Query parameter that takes the number; `page` by default. */
  readonly pageParam?: string
  /** Dotted path in the JSON body that takes it instead. */
  readonly pageBodyPath?: string
  /** Path of the number of all pages; `total` by default unless there is a `totalItemsPath`, null for none. */
  readonly totalPath?: string | null
  /** Page numbers from here on are not asked for. */
  readonly maximumPage?: number | null
  /** True by default. */
  readonly stopAfterEmptyPage?: boolean
  /** Path of the flag that says whether a page follows: true or false, 1 or 0, yes or no. */
  readonly hasMorePath?: string
}

/** Counts pages. */
export function pageNumberPaginator(config: PageNumberConfig = {}): Paginator {
  const basePage = config.basePage ?? 0
  const rules: CountingRules = {
    paginator: 'page_number',
    step: 1,
    totalPath:
      config.totalPath === undefined ? (config.totalItemsPath === undefined ? 'total' : null) : config.totalPath,
    totalItems:
      config.totalItemsPath === undefined ? undefined : { path: config.totalItemsPath, pageSize: config.pageSize },
    totalBase: basePage,
    maximum: config.maximumPage ?? undefined,
    stopAfterEmptyPage: config.stopAfterEmptyPage ?? true,
    hasMorePath: config.hasMorePath,
  }
  checkCountingRules(rules, config)
  const place = numberPlace('page', { param: config.pageParam, bodyPath: config.pageBodyPath })
  const paginator: Paginator = {
    name: 'page_number',
    capped: rules.maximum !== undefined,
    start: () => ({ at: config.page ?? basePage }),
    request: (state, configured) => placeNumber(configured, place, state.at ?? basePage),
    next: (state, page) => nextCount(rules, state, page),
    ahead: (state, page, count) => countsAhead(rules, state, { page, count }),
  }
  const { stopAfterEmptyPage: _, hasMorePath: __, ...others } = config
  return withStopRules(paginator, others)
}
