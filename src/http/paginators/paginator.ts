import type { HttpRequest } from '../request.ts'

/** Where a walk over pages stands: plain JSON, so that it can be saved and gone on from. */
export interface PagingState {
  readonly url?: string
  readonly cursor?: string | number | boolean
  /** Offset or page number. */
  readonly at?: number
  /** Pages before. */
  readonly pages?: number
  /** Rows on the pages before. */
  readonly seen?: number
  /** Rows in all, as the first page said. */
  readonly total?: number
  /** What detection found on the first page. */
  readonly detected?: DetectedPaging & { readonly state: PagingState; readonly firstRows?: string }
}

/** How an API shows where its next page is, as it was found out. */
export interface DetectedPaging {
  readonly type: 'header_link' | 'json_link' | 'page_number' | 'cursor' | 'single_page'
  readonly path?: string
  /** Number of the first page; absent: not known yet. */
  readonly basePage?: number
}

/** What a paginator may look at. */
export interface PageView {
  /** The URL this page came from. */
  readonly url: string
  /** @param name lower case. */
  header(name: string): string | undefined
  /** First match of a path in the body; undefined where nothing matches. */
  value(path: string): unknown
  rowCount(): number
  /** A text that is the same for the very same rows. */
  rowsHash(): string
  /** The whole body, parsed. */
  document(): unknown
}

/** How to come from page to page: pure functions over plain states; nothing is kept inside and nothing is shared between walks. */
export interface Paginator {
  readonly name: string
  /** A text that changes with its options: states of one are not another's. Absent: the name says it. */
  readonly key?: string
  start(): PagingState
  /** The request for a state, made from the configured one. */
  request(state: PagingState, configured: HttpRequest): HttpRequest
  /** The state of the next page; undefined where this was the last. */
  next(state: PagingState, page: PageView): PagingState | undefined
  /**
   * States of pages that the page says are there, at most so many, the next one first. They may be asked for side by side; each
   * page is still asked for the next one, and where that is another the rest is dropped.
   */
  ahead?(state: PagingState, page: PageView, count: number): readonly PagingState[]
  /** Whether a page has the place at all where the next one would stand, be it empty. Absent: there is no such place. */
  hasPlace?(page: PageView): boolean
  /** What a first page shows of how to go on, where that is not configured. */
  detect?(page: PageView): DetectedPaging
  /** True: the page was read before, under another state, and is passed over. */
  isKnown?(state: PagingState, page: PageView): boolean
  /** Path of the number of all rows, where it is known. */
  readonly totalItemsPath?: string
  /** Rows behind which the next page begins, however many came. */
  readonly rowsAPage?: number
  /** True: the configuration may end the walk before the API has no more. */
  readonly capped?: boolean
  /** What is done about two pages in a row with the very same rows; absent: nothing. */
  readonly repeatedPage?: 'error' | 'stop' | 'accept'
}
