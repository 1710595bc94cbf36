/** An iterator whose next items can be asked for before they are wanted. */
export interface FetchAhead<T> {
  /** Asks for items, as many as may wait. */
  start(): void
  /** The item that was asked for first, or the next one. */
  next(): Promise<IteratorResult<T>>
  /** Waits for what was asked for, then closes the source. */
  close(): Promise<void>
}

/** So many items at most wait to be taken (default 1), one is asked for at a time; a failure is told when its turn comes. */
export function fetchAhead<T>(items: AsyncIterator<T>, depth = 1): FetchAhead<T> {
  const asked: Promise<IteratorResult<T>>[] = []
  let last: Promise<unknown> = Promise.resolve()
  let ended = false
  let running = false

  function ask(): Promise<IteratorResult<T>> {
    const next = last.then(() => items.next())
    last = next.then(
      ({ done = false }) => {
        ended ||= done
      },
      () => {
        ended = true
      },
    )
    next.catch(() => undefined)
    return next
  }

  async function fill(): Promise<void> {
    if (running) return
    running = true
    while (!ended && asked.length < depth) {
      asked.push(ask())
      await last
    }
    running = false
  }

  return {
    start: () => void fill(),
    next: () => asked.shift() ?? ask(),
    async close() {
      ended = true
      await last
      await items.return?.()
    },
  }
}
