/** A request as it goes over the wire: nothing is left to decide. */
export interface WireRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  readonly signal: AbortSignal
  /** Bytes of a body, compressed as it comes, beyond which no more is read. */
  readonly maxBytes: number
  /** Told of the head of the answer when it has come. */
  readonly onHead: (head: WireHead) => void
  /** Told of each further piece. */
  readonly onData: () => void
}

export interface WireHead {
  readonly status: number
  /** Names in lower case, repeated ones joined by `, `. */
  readonly headers: ReadonlyMap<string, string>
}

export interface WireAnswer extends WireHead {
  /** Compressed as `content-encoding` says. */
  readonly body: Uint8Array
}

/**
 * Sends one request, follows nothing, and reads the whole answer: the place where connections, or a function of the user's,
 * come in.
 * @throws SourceError `page_too_large`; the signal's reason; what the network says.
 */
export type Transport = (request: WireRequest) => Promise<WireAnswer>
