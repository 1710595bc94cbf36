import { type CursorPlace, cursorPlacer } from './cursor-place.ts'
import type { Paginator } from './paginator.ts'
import { type StopRules, withStopRules } from './stop-rules.ts'

export interface HeaderCursorConfig extends CursorPlace, StopRules {
  /** Name of the response header; `next` by default. */
  readonly cursorKey?: string
}

/** A response header holds what the next request takes. */
export function headerCursorPaginator(config: HeaderCursorConfig = {}): Paginator {
  const { cursorKey = 'next' } = config
  const place = cursorPlacer('header_cursor', config)
  const paginator: Paginator = {
    name: 'header_cursor',
    start: () => ({}),
    request: (state, configured) => (state.cursor === undefined ? configured : place(configured, state.cursor)),
    hasPlace: (page) => page.header(cursorKey.toLowerCase()) !== undefined,
    next(_state, page) {
      const cursor = page.header(cursorKey.toLowerCase())
      return cursor === undefined ? undefined : { cursor }
    },
  }
  return withStopRules(paginator, config)
}
