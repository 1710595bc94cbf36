/** An iterator whose next item can be asked for before it is wanted. */
export interface FetchAhead<T> {
  /** Asks for the next item, unless that was done. */
  start(): void
  /** The item that was asked for, or the next one. */
  next(): Promise<IteratorResult<T>>
  /** Waits for what was asked for, then closes the source. */
  close(): Promise<void>
}

/** One item at most waits to be taken; a failure is told when its turn comes. */
export function fetchAhead<T>(items: AsyncIterator<T>): FetchAhead<T> {
  let pending: Promise<IteratorResult<T>> | undefined
  const start = () => {
    pending ??= items.next()
    pending.catch(() => undefined)
  }
  return {
    start,
    next() {
      start()
      const next = pending ?? items.next()
      pending = undefined
      return next
    },
    async close() {
      await pending?.catch(() => undefined)
      await items.return?.()
    },
  }
}
