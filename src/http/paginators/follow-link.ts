import type { HttpRequest } from '../request.ts'
import type { PagingState } from './paginator.ts'

/** What paginators that follow links have in common. */
export interface LinkConfig {
  /** True: configured parameters that a link does not repeat are added to it; false by default, as in dlt. */
  readonly keepParams?: boolean
}

/** The configured request, sent to the link instead: method, body and headers stay, parameters are the link's own. */
export function followLink(
  state: PagingState,
  configured: HttpRequest,
  { keepParams = false }: LinkConfig = {},
): HttpRequest {
  if (state.url === undefined) return configured
  if (!keepParams) return { ...configured, url: state.url, params: [] }
  const { searchParams } = new URL(state.url)
  const kept = [...new URL(configured.url).searchParams, ...configured.params]
  return { ...configured, url: state.url, params: kept.filter(([name]) => !searchParams.has(name)) }
}
