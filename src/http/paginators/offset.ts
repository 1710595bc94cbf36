import { type CountingRules, checkCountingRules, countsAhead, nextCount, numberPlace, placeNumber } from './counting.ts'
import type { Paginator } from './paginator.ts'
import { type StopRules, withStopRules } from './stop-rules.ts'

export interface OffsetConfig extends Omit<StopRules, 'pageSize' | 'totalItemsPath'> {
  /** Rows a page. */
  readonly limit: number
  /** Where to begin; 0 by default. */
  readonly offset?: number
  /** Query parameter that takes the offset; `offset` by default. */
  readonly offsetParam?: string
  /** Dotted path in the JSON body that takes it instead. */
  readonly offsetBodyPath?: string
  /** Query parameter that takes the limit; `limit` by default. */
  readonly limitParam?: string
  /** Dotted path in the JSON body that takes it instead. */
  readonly limitBodyPath?: string
  /** Path of the number of all rows; `total` by default, null for none. */
  readonly totalPath?: string | null
  /** Offsets from here on are not asked for. */
  readonly maximumOffset?: number | null
  /** True by default. */
  readonly stopAfterEmptyPage?: boolean
  /** Path of the flag that says whether a page follows: true or false, 1 or 0, yes or no. */
  readonly hasMorePath?: string
}

/** Counts rows: `offset` grows by `limit`. A short page alone does not end it. */
export function offsetPaginator(config: OffsetConfig): Paginator {
  const rules: CountingRules = {
    paginator: 'offset',
    step: config.limit,
    totalPath: config.totalPath === undefined ? 'total' : config.totalPath,
    totalBase: 0,
    maximum: config.maximumOffset ?? undefined,
    stopAfterEmptyPage: config.stopAfterEmptyPage ?? true,
    hasMorePath: config.hasMorePath,
  }
  checkCountingRules(rules, config)
  const offsetPlace = numberPlace('offset', { param: config.offsetParam, bodyPath: config.offsetBodyPath })
  const limitPlace = numberPlace('limit', { param: config.limitParam, bodyPath: config.limitBodyPath })
  const paginator: Paginator = {
    name: 'offset',
    capped: rules.maximum !== undefined,
    rowsAPage: config.limit,
    ...(rules.totalPath && { totalItemsPath: rules.totalPath }),
    start: () => ({ at: config.offset ?? 0 }),
    request: (state, configured) =>
      placeNumber(placeNumber(configured, offsetPlace, state.at ?? 0), limitPlace, config.limit),
    next: (state, page) => nextCount(rules, state, page),
    ahead: (state, page, count) => countsAhead(rules, state, { page, count }),
  }
  const { stopAfterEmptyPage: _, hasMorePath: __, ...others } = config
  return withStopRules(paginator, { ...others, pageSize: config.limit })
}
