import { ConfigError, SourceError } from '../../errors/tolva-error.ts'
import { withParam } from '../request.ts'
import type { PageView, Paginator, PagingState } from './paginator.ts'
import { readHasMore } from './read-has-more.ts'
import { setInBody } from './set-in-body.ts'

export interface CursorConfig {
  /** Path of the cursor in the body; `cursors.next` by default, `data[-1].id` for the last row's id. */
  readonly cursorPath?: string
  /** Query parameter that takes it; `cursor` by default. */
  readonly cursorParam?: string
  /** Dotted path in the JSON body that takes it instead. */
  readonly cursorBodyPath?: string
  /** Stop behind a page without rows; false by default. */
  readonly stopAfterEmptyPage?: boolean
  readonly hasMorePath?: string
  /** A page with fewer rows than this is the last one. */
  readonly pageSize?: number
  /** Path of the number of all rows: stop when as many were seen, as long as that number stays what the first page said. */
  readonly totalItemsPath?: string
}

/** The body holds what the next request takes; the walk ends where it is missing, null, empty, zero or false. */
export function cursorPaginator(config: CursorConfig = {}): Paginator {
  if (config.cursorParam !== undefined && config.cursorBodyPath !== undefined) {
    throw new ConfigError('the cursor paginator has both cursor_param and cursor_body_path', {
      code: 'invalid_config',
      hint: 'keep the one that the API reads',
    })
  }
  const { cursorPath = 'cursors.next', cursorParam = 'cursor', cursorBodyPath } = config
  return {
    name: 'cursor',
    start: () => ({}),
    request(state, configured) {
      if (state.cursor === undefined) return configured
      if (cursorBodyPath !== undefined) return setInBody(configured, cursorBodyPath, state.cursor)
      return withParam(configured, cursorParam, String(state.cursor))
    },
    next(state, page) {
      const counted = countRows(config, state, page)
      if (counted === 'last page') return undefined
      const cursor = readCursor(page, cursorPath)
      return cursor === undefined ? undefined : { ...counted, cursor }
    },
  }
}

function countRows(config: CursorConfig, state: PagingState, page: PageView): PagingState | 'last page' {
  if (config.stopAfterEmptyPage && page.rowCount() === 0) return 'last page'
  if (config.hasMorePath !== undefined && !readHasMore(page, config.hasMorePath, 'cursor')) return 'last page'
  if (config.pageSize !== undefined && page.rowCount() < config.pageSize) return 'last page'
  if (config.totalItemsPath === undefined) return {}
  const total = page.value(config.totalItemsPath)
  if (typeof total !== 'number') return {}
  const seen = (state.seen ?? 0) + page.rowCount()
  const first = state.total ?? total
  return total === first && seen >= total ? 'last page' : { seen, total: first }
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
