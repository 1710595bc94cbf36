import type { Auth } from '../http/auth/auth.ts'
import type { Paginator, PagingState } from '../http/paginators/paginator.ts'
import type { HttpRequest, HttpResponse } from '../http/request.ts'

/** A request that a walk would begin with, to be looked at instead of sent. */
export interface Asking extends Omit<Answered, 'response'> {
  readonly baseUrl: string
}

/** An answer of an HTTP API, as it came in: for those who look at a source instead of loading it. */
export interface Answered {
  readonly resource: string
  /** The request as the configuration has it: without paging, without credentials. */
  readonly configured: HttpRequest
  /** What was asked for; without credentials. */
  readonly request: HttpRequest
  readonly response: HttpResponse
  readonly auth: Auth | undefined
  readonly paginator: Paginator
  /** Where the walk stood when it asked. */
  readonly state: PagingState
  /** Configured; undefined: found on the first page. */
  readonly selector: string | undefined
  /** Asks once more, for something else; an answer of any status comes back. */
  readonly ask: (request: HttpRequest, options?: { readonly withoutAuth?: boolean }) => Promise<HttpResponse>
}
