import { type Dispatcher, request } from 'undici'
import type { Transport } from './transport.ts'

/** Requests over the kept-alive connections of an undici dispatcher. */
export function undiciTransport(dispatcher: Dispatcher): Transport {
  return async ({ method, url, headers, body, signal }) => {
    // The deadline of the client is finer than undici's own, which may come a second late.
    const limits = { headersTimeout: 0, bodyTimeout: 0 }
    const answer = await request(url, { method, headers, body, signal, dispatcher, ...limits })
    return {
      status: answer.statusCode,
      headers: flatHeaders(answer.headers),
      body: answer.body,
      discard: () => answer.body.dump(),
    }
  }
}

function flatHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): ReadonlyMap<string, string> {
  const flat = new Map<string, string>()
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) flat.set(name.toLowerCase(), typeof value === 'string' ? value : value.join(', '))
  }
  return flat
}
