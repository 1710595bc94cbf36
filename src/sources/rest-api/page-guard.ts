import { SourceError } from '../../errors/tolva-error.ts'
import { loopGuard } from '../../http/paginators/loop-guard.ts'
import type { PageView, Paginator, PagingState } from '../../http/paginators/paginator.ts'
import { stateKey } from '../../http/paginators/state-key.ts'
import { isUsualSize } from './full-page.ts'

/** Watches over a walk that might never end. */
export interface PageGuard {
  /** @throws SourceError `paging_loop` for a state that was there before. */
  check(state: PagingState): void
  /**
   * Whether the walk ends without this page, because it has the rows of the one before it.
   * @param page.rows The bytes of its rows. @param page.hasMoved The API has other rows in all than it had before, which explains it.
   * @throws SourceError `paging_repeats` where such a page is an error, `page_size_capped` where the next page begins behind rows
   *   that were asked for and did not come.
   */
  isRepeat(page: GuardedPage): boolean
}

export interface GuardedPage {
  readonly rows: Uint8Array
  readonly view: Pick<PageView, 'rowCount' | 'rowsHash'>
  readonly hasMoved: boolean
}

export interface GuardedWalk {
  readonly resource: string
  readonly paginator: Paginator
  /** Redacted; asked for where it is to be shown. */
  readonly url: () => string
  /** Hash of the rows behind which it is gone on with. */
  readonly lastRows: string | undefined
}

/** Guards one walk. */
export function pageGuard({ resource, paginator, url, lastRows }: GuardedWalk): PageGuard {
  const isKnown = loopGuard()
  const context = () => ({ resource, url: url() })
  let before: Uint8Array | undefined
  let countBefore: number | undefined

  /** Twice the same usual size in place of what was asked for: more than that never comes. */
  function checkSize(rows: number): void {
    const { rowsAPage = 0 } = paginator
    if (rows === countBefore && rows < rowsAPage && isUsualSize(rows)) {
      throw new SourceError(
        `${rowsAPage} rows a page of ${resource} are asked for, but the API gives ${rows}: those between are passed over`,
        {
          code: 'page_size_capped',
          hint: `set limit of the ${paginator.name} paginator to ${rows}`,
          context: context(),
        },
      )
    }
    countBefore = rows
  }

  return {
    check(state) {
      if (!isKnown(stateKey(state))) return
      throw new SourceError(
        `paging of ${resource} goes in circles: the ${paginator.name} paginator got the same next page twice`,
        {
          code: 'paging_loop',
          hint: 'check which parameter the API reads for the next page: it seems to pass over the one that is sent',
          context: context(),
        },
      )
    },
    isRepeat({ rows, view, hasMoved }) {
      if (paginator.rowsAPage !== undefined) checkSize(view.rowCount())
      const { repeatedPage = 'accept' } = paginator
      if (repeatedPage === 'accept') return false
      const isSame =
        before === undefined
          ? lastRows !== undefined && view.rowsHash() === lastRows
          : before.length === rows.length && Buffer.compare(before, rows) === 0
      before = rows
      if (!isSame || hasMoved || view.rowCount() === 0) return false
      if (repeatedPage === 'stop') return true
      throw new SourceError(
        `paging of ${resource} does not move: two pages in a row have the very same ${view.rowCount()} rows`,
        {
          code: 'paging_repeats',
          hint:
            `check which parameter the API reads for the next page: it seems to pass over that of the ${paginator.name} paginator. ` +
            'Set repeated_page in the paginator to stop where the API repeats its last page, to accept where rows may be alike',
          context: context(),
        },
      )
    },
  }
}
