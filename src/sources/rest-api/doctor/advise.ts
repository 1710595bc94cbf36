import type { Answered } from '../../../contracts/answered.ts'
import type { Resource } from '../../../contracts/resource.ts'
import type { PagingState } from '../../../http/paginators/paginator.ts'
import type { PaginatorConfig } from '../../../http/paginators/registry.ts'
import { detectSelector } from '../detect-selector.ts'
import { nextState, plainPath } from './find-paging.ts'
import { documentOf } from './find-rows.ts'
import type { Advice, KeyFinding, PagingFinding, RowsFinding } from './report.ts'
import type { TriedPaging } from './try-paging.ts'

/** All that a look at a resource found, before it is put into words. */
export interface Seen {
  readonly resource: Resource<string, unknown>
  readonly first: Answered | undefined
  /** The last page that was read. */
  readonly last: Answered | undefined
  readonly rows: RowsFinding | undefined
  readonly paging: PagingFinding | undefined
  readonly tried: TriedPaging | undefined
  readonly keys: readonly KeyFinding[]
}

/** What to write into the configuration so that it says what was found; undefined: it does already. */
export function advise(seen: Seen): Advice | undefined {
  const selector = selectorAdvice(seen)
  const paginator = paginatorAdvice(seen)
  const key = keyAdvice(seen)
  const given = [selector, paginator, key].filter((one) => one !== undefined)
  if (given.length === 0) return undefined
  const endpoint = { ...selector?.config, ...paginator?.config }
  return {
    reasons: given.map(({ reason }) => reason),
    config: {
      name: seen.resource.name,
      ...key?.config,
      ...(Object.keys(endpoint).length > 0 && { endpoint }),
    },
  }
}

interface Part {
  readonly reason: string
  readonly config: Readonly<Record<string, unknown>>
}

function selectorAdvice({ rows, first }: Seen): Part | undefined {
  if (rows === undefined || first === undefined) return undefined
  if (rows.count === undefined) {
    const [found] = [detectSelector(documentOf(first.response.body))]
    const dataSelector = found?.length ? found.join('.') : '$'
    return {
      reason: `nothing stands at ${rows.selector}; rows seem to be at ${dataSelector}`,
      config: { dataSelector },
    }
  }
  if (rows.found === 'configured' || (rows.selector === '$' && rows.others.length === 0)) return undefined
  if (rows.beside !== undefined) {
    return {
      reason: `${rows.selector} seems to be a part of the row, beside ${rows.beside.join(', ')}; write ${rows.selector} if it holds the rows`,
      config: { dataSelector: '$' },
    }
  }
  return {
    reason: `rows were found at ${rows.selector}: written down, it stays when the API adds other lists`,
    config: { dataSelector: rows.selector },
  }
}

function paginatorAdvice({ first, last, rows, paging, tried }: Seen): Part | undefined {
  if (tried !== undefined) {
    return { reason: `${tried.sent} brought ${tried.rows} other rows`, config: { paginator: tried.paginator } }
  }
  if (first === undefined || paging === undefined || paging.found === 'configured') return undefined
  const paginator = pinned(last?.state.detected ?? nextState(first, rows?.count ?? 0)?.detected)
  if (paginator === undefined) return undefined
  return {
    reason: `paging was found by ${paging.evidence}: written down, it is not guessed at each run`,
    config: { paginator },
  }
}

/** What detection found, as one would configure it. */
function pinned(detected: PagingState['detected']): PaginatorConfig | undefined {
  const path = plainPath(detected?.path)
  switch (detected?.type) {
    case 'header_link':
      return { type: 'header_link' }
    case 'json_link':
      return { type: 'json_link', nextUrlPath: path }
    case 'cursor':
      return { type: 'cursor', cursorPath: path }
    case 'page_number':
      return { type: 'page_number', basePage: detected.basePage ?? (detected.state.at ?? 1) - 1, totalPath: path }
    default:
      return undefined
  }
}

function keyAdvice({ keys, resource, rows }: Seen): Part | undefined {
  const [best] = keys
  // What was counted are items of a list that is hardly the list of rows.
  if (best === undefined || rows?.beside !== undefined || resource.hints.primaryKey !== undefined) return undefined
  const names = best.columns
  return {
    reason: `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} unique over ${best.rows} rows`,
    config: { primaryKey: names.length === 1 ? names[0] : names },
  }
}
