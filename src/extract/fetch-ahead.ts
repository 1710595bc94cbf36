/** An iterator whose next items can be asked for before they are wanted. */
export interface FetchAhead<T> {
  /** Asks for items, as many as may wait. */
  start(): void
  /** The item that was asked for first, or the next one. */
  next(): Promise<IteratorResult<T>>
  /** Waits for what was asked for, then closes the source. */
  close(): Promise<void>
}

/** What all iterators of a run may hold together: beyond it none fetches ahead. */
export interface Budget<T> {
  used: number
  readonly limit: number
  sizeOf(item: T): number
}

export interface AheadOptions<T> {
  /** Items that may wait to be taken. Default 1. */
  readonly depth?: number | undefined
  readonly budget?: Budget<T> | undefined
}

/** One item is asked for at a time; a failure is told when its turn comes. */
export function fetchAhead<T>(items: AsyncIterator<T>, { depth = 1, budget }: AheadOptions<T> = {}): FetchAhead<T> {
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

  /** Its bytes count from when it is there until it is taken. */
  function waiting(item: Promise<IteratorResult<T>>): Promise<IteratorResult<T>> {
    void item.then(
      (next) => count(next, 1),
      () => undefined,
    )
    return item
  }

  function count(next: IteratorResult<T>, sign: 1 | -1): void {
    if (budget !== undefined && !next.done) budget.used += sign * budget.sizeOf(next.value)
  }

  async function fill(): Promise<void> {
    if (running) return
    running = true
    while (!ended && asked.length < depth && (budget === undefined || budget.used < budget.limit)) {
      asked.push(waiting(ask()))
      await last
    }
    running = false
  }

  async function take(item: Promise<IteratorResult<T>>): Promise<IteratorResult<T>> {
    const next = await item
    count(next, -1)
    return next
  }

  return {
    start: () => void fill(),
    next() {
      const ready = asked.shift()
      return ready === undefined ? ask() : take(ready)
    },
    async close() {
      ended = true
      await last
      for (const item of asked.splice(0)) await take(item).catch(() => undefined)
      await items.return?.()
    },
  }
}
