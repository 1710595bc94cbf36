import { withParam } from '../request.ts'
import type { Paginator } from './paginator.ts'

export interface HeaderCursorConfig {
  /** Name of the header; `next` by default. */
  readonly cursorKey?: string
  /** Query parameter that takes it; `cursor` by default. */
  readonly cursorParam?: string
}

/** A response header holds what the next request's query parameter takes. */
export function headerCursorPaginator({
  cursorKey = 'next',
  cursorParam = 'cursor',
}: HeaderCursorConfig = {}): Paginator {
  return {
    name: 'header_cursor',
    start: () => ({}),
    request: (state, configured) =>
      state.cursor === undefined ? configured : withParam(configured, cursorParam, String(state.cursor)),
    next(_state, page) {
      const cursor = page.header(cursorKey.toLowerCase())
      return cursor === undefined ? undefined : { cursor }
    },
  }
}
