import { jsonText } from './json-text.ts'
import { problemOf } from './problem-of.ts'

interface ServerEvent {
  readonly event: string
  readonly data: unknown
}

interface EventStreamOptions {
  /** Ends the stream. */
  readonly signal: AbortSignal
  /** Hears what goes wrong, besides the client. */
  readonly onError?: (error: unknown) => void
  /** Default 15,000. */
  readonly heartbeatMs?: number
}

/**
 * Events as a body of `text/event-stream`. Nothing is asked for before the client has taken what it was sent; what goes wrong is
 * a last event `problem`.
 */
export function eventStream(
  events: AsyncIterable<ServerEvent>,
  options: EventStreamOptions,
): ReadableStream<Uint8Array> {
  const { signal, onError, heartbeatMs = 15_000 } = options
  const encoder = new TextEncoder()
  const iterator = events[Symbol.asyncIterator]()
  let hasLeft = false
  let next: Promise<IteratorResult<ServerEvent>> | undefined
  // Not waited for: what gives the events may be in the middle of something.
  const end = () => void iterator.return?.().then(undefined, () => {})
  return new ReadableStream({
    async pull(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      try {
        next ??= iterator.next()
        const result = await within(next, heartbeatMs, signal)
        if (hasLeft) return
        // A comment, so that a client that is gone is found out.
        if (result === 'nothing') return send(': \n\n')
        next = undefined
        if (result !== 'stopped' && !result.done) return send(eventText(result.value))
        end()
        controller.close()
      } catch (error) {
        if (hasLeft) return
        if (!signal.aborted) {
          onError?.(error)
          send(eventText({ event: 'problem', data: problemOf(error) }))
        }
        controller.close()
      }
    },
    cancel() {
      hasLeft = true
      end()
    },
  })
}

const eventText = ({ event, data }: ServerEvent): string => `event: ${event}\ndata: ${jsonText(data)}\n\n`

async function within<T>(promise: Promise<T>, ms: number, signal: AbortSignal): Promise<T | 'nothing' | 'stopped'> {
  const { promise: other, resolve } = Promise.withResolvers<'nothing' | 'stopped'>()
  const timer = setTimeout(() => resolve('nothing'), ms)
  const stopped = () => resolve('stopped')
  if (signal.aborted) stopped()
  signal.addEventListener('abort', stopped, { once: true })
  try {
    return await Promise.race([promise, other])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stopped)
  }
}
