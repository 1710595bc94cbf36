/** Runs work when it is its turn. */
export type Turn = <T>(work: () => Promise<T>) => Promise<T>

/** Lets so many pieces of work run at once; others wait, the first come first. */
export function createTurns(limit: number): Turn {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running >= limit) await new Promise<void>((next) => waiting.push(next))
    else running += 1
    try {
      return await work()
    } finally {
      // Who ends hands the place over, so that nobody who comes later gets in between.
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}
