import type { HttpRequest, HttpResponse } from '../request.ts'

/** What an auth may use: a clock, and requests without credentials of its own. */
export interface AuthIo {
  /** Milliseconds of a clock that nobody sets. */
  readonly elapsed: () => number
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly send: (request: HttpRequest) => Promise<HttpResponse>
}

/** Puts credentials on requests. One value is shared by all resources of a client. */
export interface Auth {
  apply(request: HttpRequest, io: AuthIo): HttpRequest | Promise<HttpRequest>
  /**
   * The API answered 401 to a request that this auth had made ready. true: the next `apply` puts on other credentials, so the
   * request is sent once more.
   */
  refused?(request: HttpRequest): boolean
  /** Lower-case names of the headers it sets; they are dropped when a redirect leaves the host. */
  readonly headerNames: readonly string[]
  /** Every text that must not show in a message. */
  secrets(): readonly string[]
}
