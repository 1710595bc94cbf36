/** Works on several items at a time and gives the results in the order of the items. */
export async function* mapInOrder<T, R>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<readonly R[]>,
): AsyncIterable<R> {
  const running: Promise<readonly R[]>[] = []
  try {
    for (const item of items) {
      running.push(work(item))
      if (running.length >= concurrency) yield* (await running.shift()) ?? []
    }
    while (running.length > 0) yield* (await running.shift()) ?? []
  } finally {
    await Promise.allSettled(running)
  }
}
