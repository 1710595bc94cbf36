import { SourceError } from '../../errors/tolva-error.ts'
import { type CursorPlace, cursorPlacer } from './cursor-place.ts'
import type { PageView, Paginator } from './paginator.ts'
import { type StopRules, withStopRules } from './stop-rules.ts'

export interface CursorConfig extends CursorPlace, StopRules {
  /** Path of the cursor in the body; `cursors.next` by default, `data[-1].id` for the last row's id. */
  readonly cursorPath?: string
  /** Rows of a full page: one with fewer rows is the last, unless `stopOnShortPage` is false. */
  readonly pageSize?: number
}

/** The body holds what the next request takes; the walk ends where it is missing, null, empty, zero or false. */
export function cursorPaginator(config: CursorConfig = {}): Paginator {
  const { cursorPath = 'cursors.next' } = config
  const place = cursorPlacer('cursor', config)
  const paginator: Paginator = {
    name: 'cursor',
    start: () => ({}),
    request: (state, configured) => (state.cursor === undefined ? configured : place(configured, state.cursor)),
    hasPlace: (page) => page.value(cursorPath) !== undefined,
    next(_state, page) {
      const cursor = readCursor(page, cursorPath)
      return cursor === undefined ? undefined : { cursor }
    },
  }
  return withStopRules(paginator, { ...config, stopOnShortPage: config.stopOnShortPage ?? true })
}

function readCursor(page: PageView, path: string): string | number | boolean | undefined {
  const value = page.value(path)
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return undefined
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  throw new SourceError(
    `the page has a list or an object at ${path}, where the cursor paginator expects a text or number`,
    {
      code: 'paging_value',
      hint: 'check cursor_path of the paginator',
    },
  )
}
