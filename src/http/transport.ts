import type { Readable } from 'node:stream'

/** A request as it goes over the wire: nothing is left to decide. */
export interface WireRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  readonly signal: AbortSignal
}

/** The head of an answer, and its body as it comes in. */
export interface WireAnswer {
  readonly status: number
  /** Names in lower case, repeated ones joined by `, `. */
  readonly headers: ReadonlyMap<string, string>
  /** Compressed as `content-encoding` says. */
  readonly body: Readable
  /** Reads the body away, so that its connection can be used again. */
  discard(): Promise<void>
}

/** Sends one request and follows nothing: the place where connections, or a function of the user's, come in. */
export type Transport = (request: WireRequest) => Promise<WireAnswer>
