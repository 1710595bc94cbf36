import type { Paginator } from './paginator.ts'

/** One request, one page. */
export function singlePagePaginator(): Paginator {
  return { name: 'single_page', start: () => ({}), request: (_state, configured) => configured, next: () => undefined }
}
