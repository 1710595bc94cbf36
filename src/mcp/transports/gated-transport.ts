import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server'

/** Lets a value out without the secrets that are known now. */
export type LetOut = (value: unknown) => Promise<unknown>

/** What stands in the place of an answer that could not be looked through. */
const WITHHELD = {
  code: -32603,
  message: 'The answer was withheld: it could not be looked through for secrets. The log of the server says why.',
}

/**
 * The same transport, through which no message passes but by the gate: answers, errors, notifications alike. Their order stays.
 */
export function gatedTransport(inner: Transport, letOut: LetOut, onError: (error: unknown) => void): Transport {
  let last: Promise<unknown> = Promise.resolve()
  const send: Transport['send'] = (message, options) => {
    const sent = last.then(async () => {
      const passed = await gated(message, letOut, onError)
      if (passed !== undefined) await inner.send(passed, options)
    })
    last = sent.catch(() => {})
    return sent
  }
  return new Proxy(inner, {
    get(target, key) {
      if (key === 'send') return send
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' && key !== 'onmessage' && key !== 'onclose' && key !== 'onerror'
        ? value.bind(target)
        : value
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
  })
}

/** The message as it may leave; undefined: not at all. */
async function gated(
  message: JSONRPCMessage,
  letOut: LetOut,
  onError: (error: unknown) => void,
): Promise<JSONRPCMessage | undefined> {
  try {
    if ('method' in message) {
      if (message.params === undefined) return message
      const params = await letOut(message.params)
      return { ...message, params: { ...Object(params) } }
    }
    if ('error' in message) {
      const error = { ...Object(await letOut(message.error)) }
      return { ...message, error: { ...message.error, ...error, code: message.error.code } }
    }
    return { ...message, result: { ...Object(await letOut(message.result)) } }
  } catch (error) {
    onError(error)
    if ('method' in message) return undefined
    return { jsonrpc: '2.0', error: WITHHELD, ...(message.id !== undefined && { id: message.id }) }
  }
}
