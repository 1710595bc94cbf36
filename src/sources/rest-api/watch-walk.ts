import type { ResourceContext } from '../../contracts/resource.ts'
import type { DetectedPaging, PageView, Paginator, PagingState } from '../../http/paginators/paginator.ts'
import type { HttpRequest } from '../../http/request.ts'
import { isSamePaging, pagingText, savedPaging, savePaging } from './found-paging.ts'
import { whyFull } from './full-page.ts'
import type { KnownTotal } from './known-total.ts'
import { saysLast } from './says-last.ts'
import type { TellOnce } from './tell-once.ts'

/** Looks for the quiet ways in which a walk loses pages, and for how they were found where that is not configured. */
export interface WalkWatch {
  /** Looks at a page, in the order of pages. @param next The state behind it. */
  see(page: SeenPage, next: PagingState | undefined): void
  /** The walk came to its end by itself. */
  end(): void
}

export interface SeenPage {
  readonly view: PageView
  /** What it says of how many rows there are. */
  readonly total: KnownTotal | undefined
  /** Its rows stand in a list. */
  readonly isList: boolean
}

export interface WatchedWalk {
  readonly context: ResourceContext
  readonly paginator: Paginator
  readonly configured: HttpRequest
  /** False: it is gone on with, so what came before is not known. */
  readonly isWhole: boolean
  /** It is one of many: for a row of the parent. */
  readonly isDependent: boolean
  readonly once: TellOnce
}

export function watchWalk({ context, paginator, configured, isWhole, isDependent, once }: WatchedWalk): WalkWatch {
  const { resource } = context
  const warn = (what: string, text: string) =>
    once(context, what, () => (context.warn ?? ((line) => context.logger.warn(line)))(text))
  const counts = isWhole && paginator.name !== 'single_page' && paginator.capped !== true
  let pages = 0
  let seen = 0
  let rows = 0
  let mostAtOnce = 0
  let total: KnownTotal | undefined
  let detected: DetectedPaging | undefined
  let looksFull: string | undefined

  function seeFirst({ view, isList }: SeenPage): void {
    detected = paginator.detect?.(view)
    const isNowhere = detected?.type === 'single_page' || paginator.hasPlace?.(view) === false
    looksFull = isNowhere && isList ? whyFull(view.rowCount(), configured, { bySize: !isDependent }) : undefined
    if (looksFull !== undefined && saysLast(view.document())) looksFull = undefined
    if (detected === undefined) return
    const { type, path } = detected
    once(context, 'paging', () => context.onPaging?.({ paginator: type, ...(path !== undefined && { path }) }))
    const before = savedPaging(context.state)
    if (before === undefined || isSamePaging(before, detected) || (type === 'single_page' && looksFull === undefined))
      return
    warn(
      'changed',
      `Resource ${resource}: its next page was found by ${pagingText(before)} in earlier runs and is by ${pagingText(detected)} now. ` +
        'Has the API changed? Write its paginator down if this is not right.',
    )
  }

  return {
    see(page, next) {
      pages += 1
      if (pages === 1 && isWhole) seeFirst(page)
      const found = next?.detected ?? detected
      if (found !== undefined) savePaging(context, found)
      if (page.isList) rows += page.view.rowCount()
      if (!counts || !page.isList) return
      total = page.total ?? total
      if (total === undefined) return
      seen += page.view.rowCount()
      mostAtOnce = Math.max(mostAtOnce, page.view.rowCount())
    },
    end() {
      const isOnePage = detected?.type === 'single_page'
      const full = pages === 1 && total === undefined ? looksFull : undefined
      if (isWhole && pages > 0) {
        context.onWalkEnd?.({
          pages,
          rows,
          ...(total !== undefined && { total: total.rows }),
          ...(full !== undefined && { full }),
        })
      }
      if (total !== undefined && total.rows > seen) {
        warn(
          'total',
          `Resource ${resource}: ${seen} rows were read, but the API says that there are ${total.rows} (${total.path}). ${wayOut({ seen, mostAtOnce, total, isOnePage }, paginator)}`,
        )
      } else if (full !== undefined) {
        const why = isOnePage
          ? 'nothing in it says where the next one is'
          : `it has nothing where the ${paginator.name} paginator looks for the next one`
        warn(
          'full',
          `Resource ${resource}: one page was read, and ${why}; but its rows are ${full}. ` +
            `${isOnePage ? 'Write its paginator down' : 'Check its paginator'}, or paginator: single_page if there is no more. \`tolva rest check\` looks for it.`,
        )
      }
    },
  }
}

interface Loss {
  readonly seen: number
  /** Rows of the largest page. */
  readonly mostAtOnce: number
  readonly total: KnownTotal
  readonly isOnePage: boolean
}

function wayOut({ seen, mostAtOnce, total, isOnePage }: Loss, { rowsAPage = 0, name }: Paginator): string {
  if (seen === 0) return 'Its data_selector may point at another list.'
  if (mostAtOnce < rowsAPage) {
    return `No page had the ${rowsAPage} rows that are asked for: set limit of the ${name} paginator to ${mostAtOnce} if the API gives no more at once.`
  }
  if (!isOnePage) return 'Rows may have gone meanwhile; else its paginator stops too early.'
  const line = `paginator: { type: offset, limit: ${seen}, total_path: ${total.path} }`
  return `Nothing in the answer says where the next page is: write its paginator down, e.g. ${line}, or single_page if these rows are all that is wanted. \`tolva rest check\` looks for it.`
}
