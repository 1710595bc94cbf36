import type { Dispatcher } from 'undici'
import { collectBody } from './collect-body.ts'
import type { Transport, WireHead, WireRequest } from './transport.ts'

/**
 * Requests over the kept-alive connections of an undici dispatcher. A page is wanted as a whole, so its pieces are collected as
 * they come in; undici's `request` would make a stream of each.
 */
export function undiciTransport(dispatcher: Dispatcher): Transport {
  return (wire) =>
    new Promise((resolve, reject) => {
      const { signal } = wire
      let head: WireHead | undefined
      let controller: Dispatcher.DispatchController | undefined
      const body = collectBody(wire.maxBytes)
      const onAbort = () => {
        controller?.abort(signal.reason)
        fail(signal.reason)
      }
      const fail = (error: unknown) => {
        signal.removeEventListener('abort', onAbort)
        reject(error)
      }
      // What is thrown in a handler would be taken for a fault of the connection.
      const guarded = (work: () => void) => {
        try {
          work()
        } catch (error) {
          controller?.abort(error instanceof Error ? error : new Error(String(error)))
          fail(error)
        }
      }
      if (signal.aborted) return fail(signal.reason)
      signal.addEventListener('abort', onAbort)
      dispatcher.dispatch(dispatchOptions(wire), {
        onRequestStart(started) {
          controller = started
          if (signal.aborted) started.abort(signal.reason)
        },
        onResponseStart(_controller, status, headers) {
          // Behind a provisional answer the true one follows.
          if (status < 200) return
          guarded(() => {
            head = { status, headers: flatHeaders(headers) }
            wire.onHead(head)
          })
        },
        onResponseData(_controller, piece) {
          guarded(() => {
            wire.onData()
            body.add(piece)
          })
        },
        onResponseEnd() {
          signal.removeEventListener('abort', onAbort)
          guarded(() => {
            if (head === undefined) throw new Error('an answer without a head')
            resolve({ ...head, body: body.whole() })
          })
        },
        onResponseError: (_controller, error) => fail(error),
      })
    })
}

function dispatchOptions({ url, method, headers, body }: WireRequest): Dispatcher.DispatchOptions {
  const { origin, pathname, search } = new URL(url)
  // The deadline of the client is finer than undici's own, which may come a second late.
  return { origin, path: `${pathname}${search}`, method, headers, body, headersTimeout: 0, bodyTimeout: 0 }
}

function flatHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): ReadonlyMap<string, string> {
  const flat = new Map<string, string>()
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) flat.set(name.toLowerCase(), typeof value === 'string' ? value : value.join(', '))
  }
  return flat
}
