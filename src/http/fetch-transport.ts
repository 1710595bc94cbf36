import { SourceError } from '../errors/tolva-error.ts'
import { collectBody } from './collect-body.ts'
import type { Transport, WireRequest } from './transport.ts'

/** A function like `fetch`: for signatures, proxies and whatever else an API wants that no option has. */
export type FetchFunction = (request: Request) => Promise<Response>

/** Sends by a function of the user's; redirects stay with the client. */
export function fetchTransport(send: FetchFunction): Transport {
  return async (wire) => {
    const answer = await untilAborted(send(requestOf(wire)), wire.signal)
    const headers = new Map([...answer.headers].map(([name, value]) => [name.toLowerCase(), value]))
    // fetch has unpacked the body, but tells of the encoding all the same.
    headers.delete('content-encoding')
    const head = { status: answer.status, headers }
    wire.onHead(head)
    return { ...head, body: answer.body === null ? new Uint8Array(0) : await wholeOf(answer.body, wire) }
  }
}

function requestOf({ method, url, headers, body, signal }: WireRequest): Request {
  if (method === 'GET' && body !== null) {
    throw new SourceError('fetch cannot send a body with GET', {
      code: 'body_with_get',
      hint: 'set method: POST, or leave client.fetch out for this API',
    })
  }
  const own = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'accept-encoding')
  return new Request(url, { method, headers: own, body, signal, redirect: 'manual' })
}

async function wholeOf(
  body: ReadableStream<Uint8Array>,
  { maxBytes, onData, signal }: WireRequest,
): Promise<Uint8Array> {
  const pieces = collectBody(maxBytes)
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await untilAborted(reader.read(), signal)
      if (done) return pieces.whole()
      onData()
      pieces.add(value)
    }
  } finally {
    // Not waited for: what does not end by itself need not end when it is told to.
    reader.cancel().catch(() => undefined)
  }
}

/** A function of the user's may pass over the signal: the time limits hold all the same. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(signal.reason)
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort)
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
