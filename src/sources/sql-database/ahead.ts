/** The items of an iterable, the next of which is made while one is worked on. */
export async function* ahead<T>(items: AsyncIterable<T>): AsyncIterable<T> {
  const iterator = items[Symbol.asyncIterator]()
  let next = iterator.next()
  try {
    for (;;) {
      const current = await next
      if (current.done) return
      next = iterator.next()
      // It is told when its turn comes.
      next.catch(() => undefined)
      yield current.value
    }
  } finally {
    await next.catch(() => undefined)
    await iterator.return?.()
  }
}
