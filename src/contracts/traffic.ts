import type { HttpRequest, HttpResponse } from '../http/request.ts'

/** What stands between a client and the network: it may write down what passes, or answer in the network's place. */
export interface Traffic {
  /** true: nothing is sent, so nobody waits before a request or grows old while it runs. */
  readonly offline: boolean
  /** The answer to one try of a request: that of `send`, or one that was kept. Throws what `send` throws. */
  exchange(request: HttpRequest, how: Exchange): Promise<HttpResponse>
  /** Called once, when the run is over. @returns warnings for its report. */
  finish(outcome: { readonly failed: boolean; readonly interrupted: boolean }): Promise<readonly string[]>
}

/** How one try is made, and what of it must not be written down. */
export interface Exchange {
  /** Once it is aborted, nobody waits for the answer. */
  readonly signal: AbortSignal
  readonly send: () => Promise<HttpResponse>
  /** Texts that must not be kept anywhere. */
  readonly secrets: readonly string[]
  /** Lower-case names of headers that carry credentials. */
  readonly secretHeaders: readonly string[]
  /** true: it asks for credentials, so that nothing of the answer's texts may be kept. */
  readonly forCredentials: boolean
}
