import { ServerResponse } from 'node:http'
import type { Http2ServerResponse } from 'node:http2'
import { setTimeout as wait } from 'node:timers/promises'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'

/** Something that goes wrong at one request; `at` counts all requests from 1. */
export type Fault = { readonly at: number } & (
  | {
      readonly kind: 'rate-limit'
      /** As the header says it: seconds or an HTTP date; absent: no header. */
      readonly retryAfter?: string
    }
  | { readonly kind: 'server-error'; readonly status?: 500 | 502 | 503 | 504 }
  | { readonly kind: 'slow'; readonly ms: number }
  /** The connection breaks when half of the body is sent. */
  | { readonly kind: 'drop' }
)

/** What a fault does harm to. */
export interface Wire {
  readonly outgoing: ServerResponse | Http2ServerResponse
  /** Aborts when the sandbox closes. */
  readonly closing: AbortSignal
}

/** The answer as the fault makes it; `answer` gives the right one. */
export async function faultyAnswer(fault: Fault, answer: () => Promise<Response>, wire: Wire): Promise<Response> {
  switch (fault.kind) {
    case 'rate-limit': {
      const headers = new Headers(fault.retryAfter === undefined ? [] : [['Retry-After', fault.retryAfter]])
      return Response.json(envelope(429, 'TOO_MANY_REQUESTS'), { status: 429, headers })
    }
    case 'server-error': {
      const status = fault.status ?? 500
      return Response.json(envelope(status, 'INTERNAL_SERVER_ERROR'), { status })
    }
    case 'slow':
      await wait(fault.ms, undefined, { signal: wire.closing }).catch(() => {})
      return answer()
    case 'drop':
      return brokenOff(await answer(), wire.outgoing)
  }
}

/** The envelope of ChatBot's errors. */
export function envelope(code: number, type: string) {
  return { timestamp: new Date().toISOString(), status: { code, type } }
}

/** Half of the body, then the end of the connection. */
async function brokenOff(whole: Response, outgoing: Wire['outgoing']): Promise<Response> {
  if (!(outgoing instanceof ServerResponse)) throw new TypeError('the sandbox speaks HTTP/1.1 only')
  const bytes = new Uint8Array(await whole.arrayBuffer())
  outgoing.writeHead(whole.status, { 'Content-Type': 'application/json', 'Content-Length': bytes.length })
  await new Promise<void>((done) => outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => done()))
  outgoing.destroy()
  return RESPONSE_ALREADY_SENT
}
