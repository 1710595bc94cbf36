import { ConfigError, SourceError } from '../../errors/tolva-error.ts'
import { type HttpRequest, withParam } from '../request.ts'
import type { PageView, PagingState } from './paginator.ts'
import { readHasMore } from './read-has-more.ts'
import { setInBody } from './set-in-body.ts'
import type { StopRules } from './stop-rules.ts'

/** Stop rules that offset and page number share. All that are given must say "go on". */
export interface CountingRules {
  readonly paginator: 'offset' | 'page_number'
  readonly step: number
  /** Path of the total; null or empty: there is none. */
  readonly totalPath: string | null
  /** Where the number of all rows stands, and rows a page; undefined: as many as the page has. */
  readonly totalItems?: { readonly path: string; readonly pageSize: number | undefined } | undefined
  /** What the total is counted from: the first page's number, 0 for offsets. */
  readonly totalBase: number
  readonly maximum: number | undefined
  readonly stopAfterEmptyPage: boolean
  readonly hasMorePath: string | undefined
}

/** A number goes into a query parameter or into the JSON body. */
export interface NumberPlace {
  readonly param: string | undefined
  readonly bodyPath: string | undefined
}

/** @throws ConfigError where nothing would ever end the walk. */
export function checkCountingRules(rules: CountingRules, others: StopRules): void {
  if (rules.totalPath || rules.maximum !== undefined || rules.stopAfterEmptyPage || rules.hasMorePath !== undefined)
    return
  if (others.totalItemsPath !== undefined || others.maximumPages !== undefined) return
  if (others.hasMoreHeader !== undefined || others.stopOnShortPage || others.repeatedPage === 'stop') return
  const maximum = rules.paginator === 'offset' ? 'maximum_offset' : 'maximum_page'
  throw new ConfigError(`the ${rules.paginator} paginator has no rule by which it ends`, {
    code: 'invalid_config',
    hint: `give one of total_path, ${maximum}, has_more_path, stop_after_empty_page`,
  })
}

/** @throws ConfigError where both a parameter and a body path are given. */
export function numberPlace(
  name: 'offset' | 'limit' | 'page',
  given: { readonly param: string | undefined; readonly bodyPath: string | undefined },
): NumberPlace {
  if (given.param !== undefined && given.bodyPath) {
    throw new ConfigError(`the paginator has both ${name}_param and ${name}_body_path`, {
      code: 'invalid_config',
      hint: 'keep the one that the API reads',
    })
  }
  return given.bodyPath
    ? { param: undefined, bodyPath: given.bodyPath }
    : { param: given.param ?? name, bodyPath: undefined }
}

/** The request with the number put where the API reads it. */
export function placeNumber(request: HttpRequest, place: NumberPlace, value: number): HttpRequest {
  if (place.bodyPath !== undefined) return setInBody(request, place.bodyPath, value)
  return withParam(request, place.param ?? '', String(value))
}

/** The next offset or page number, or undefined where a rule says that this was the last page. */
export function nextCount(rules: CountingRules, state: PagingState, page: PageView): PagingState | undefined {
  const empty = page.rowCount() === 0
  if (rules.stopAfterEmptyPage && empty) return undefined
  const at = (state.at ?? 0) + rules.step
  const total = rules.totalPath ? readTotal(rules, rules.totalPath, page) : undefined
  if (total !== undefined && at >= total + rules.totalBase) return undefined
  if (rules.maximum !== undefined && at >= rules.maximum) return undefined
  if (rules.hasMorePath !== undefined && !readHasMore(page, rules.hasMorePath, rules.paginator)) return undefined
  return { at }
}

/** The states behind `state`, as many as the page says that there are, at most `count`. */
export function countsAhead(
  rules: CountingRules,
  state: PagingState,
  { page, count }: { readonly page: PageView; readonly count: number },
): readonly PagingState[] {
  const known = knownEnd(rules, page)
  const end = Number.isFinite(known) ? Math.min(known, rules.maximum ?? known) : 0
  const first = (state.at ?? 0) + rules.step
  const states: PagingState[] = []
  for (let at = first; at < end && states.length < count; at += rules.step) states.push({ at })
  return states
}

/** The first number that is behind the last page; infinite where the page does not say. */
function knownEnd(rules: CountingRules, page: PageView): number {
  const total = rules.totalPath ? readTotal(rules, rules.totalPath, page) : undefined
  if (total !== undefined) return total + rules.totalBase
  const items = rules.totalItems === undefined ? undefined : page.value(rules.totalItems.path)
  if (typeof items !== 'number') return Number.POSITIVE_INFINITY
  const pageSize = rules.totalItems?.pageSize ?? page.rowCount()
  return pageSize > 0 ? Math.ceil(items / pageSize) + rules.totalBase : Number.POSITIVE_INFINITY
}

function readTotal(rules: CountingRules, path: string, page: PageView): number | undefined {
  const value = page.value(path)
  const number = typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isInteger(number)) return number
  if (value === undefined && page.rowCount() === 0) return undefined
  const found = value === undefined ? 'has nothing' : `has ${JSON.stringify(value)}`
  const counted = rules.paginator === 'offset' ? 'rows' : 'pages'
  throw new SourceError(
    `the page ${found} at ${path}, where the ${rules.paginator} paginator expects the number of ${counted}`,
    {
      code: 'paging_value',
      hint: 'set total_path of the paginator to where that number stands, or to null where there is none',
    },
  )
}
