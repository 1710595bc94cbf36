/** Who wants to load meanwhile waits for half a minute, so this is not felt. */
const MOST_MS = 5_000

/** Keeps what was opened until it is disposed, or for five seconds: so nobody waits for one who reads for minutes. */
export function briefHold(opened: AsyncDisposable, mostMs = MOST_MS): AsyncDisposable {
  let closed: Promise<void> | undefined
  const close = () => {
    clearTimeout(timer)
    closed ??= Promise.resolve(opened[Symbol.asyncDispose]())
    return closed
  }
  // Whoever disposes hears of what went wrong.
  const timer = setTimeout(() => void close().catch(() => undefined), mostMs).unref()
  return { [Symbol.asyncDispose]: close }
}
