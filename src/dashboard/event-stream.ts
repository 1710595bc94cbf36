import { jsonText } from './json-text.ts'
import { problemOf } from './problem-of.ts'

interface ServerEvent {
  readonly event: string
  readonly data: unknown
}

const HEARTBEAT_MS = 15_000

/**
 * Events as a body of `text/event-stream`. Nothing is asked for before the client has taken what it was sent; what goes wrong is
 * a last event `problem`.
 */
export function eventStream(
  events: AsyncIterable<ServerEvent>,
  signal: AbortSignal,
  heartbeatMs: number = HEARTBEAT_MS,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const iterator = events[Symbol.asyncIterator]()
  let next: Promise<IteratorResult<ServerEvent>> | undefined
  const end = async () => void (await iterator.return?.())
  return new ReadableStream({
    async pull(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      try {
        next ??= iterator.next()
        const result = await within(next, heartbeatMs, signal)
        // A comment, so that a client that is gone is found out.
        if (result === 'nothing') return send(': \n\n')
        next = undefined
        if (result === 'stopped' || result.done) {
          await end()
          return controller.close()
        }
        send(eventText(result.value))
      } catch (error) {
        if (!signal.aborted) send(eventText({ event: 'problem', data: problemOf(error) }))
        controller.close()
      }
    },
    cancel: end,
  })
}

const eventText = ({ event, data }: ServerEvent): string => `event: ${event}\ndata: ${jsonText(data)}\n\n`

async function within<T>(promise: Promise<T>, ms: number, signal: AbortSignal): Promise<T | 'nothing' | 'stopped'> {
  if (signal.aborted) return 'stopped'
  const { promise: other, resolve } = Promise.withResolvers<'nothing' | 'stopped'>()
  const timer = setTimeout(() => resolve('nothing'), ms)
  const stopped = () => resolve('stopped')
  signal.addEventListener('abort', stopped, { once: true })
  try {
    return await Promise.race([promise, other])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stopped)
  }
}
