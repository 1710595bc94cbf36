/**
 * The same items, each next one being fetched while the consumer works on the present one. Requests keep their order, as
 * no more than one is under way. Leaving early waits for it and closes the source.
 */
export async function* readAhead<T>(items: AsyncIterable<T>): AsyncIterable<T> {
  const iterator = items[Symbol.asyncIterator]()
  let pending = pull(iterator)
  try {
    for (;;) {
      const next = await pending
      if (next.done) return
      pending = pull(iterator)
      yield next.value
    }
  } finally {
    await pending.catch(() => undefined)
    await iterator.return?.()
  }
}

/** Marks the promise as handled: a failure is reported when its turn comes, or not at all when the consumer has left. */
function pull<T>(iterator: AsyncIterator<T>): Promise<IteratorResult<T>> {
  const next = iterator.next()
  next.catch(() => undefined)
  return next
}
