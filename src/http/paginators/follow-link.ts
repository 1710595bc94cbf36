import type { HttpRequest } from '../request.ts'
import type { PagingState } from './paginator.ts'

/** The configured request, sent to the link instead: method, body and headers stay, parameters are the link's own. */
export function followLink(state: PagingState, configured: HttpRequest): HttpRequest {
  return state.url === undefined ? configured : { ...configured, url: state.url, params: [] }
}
