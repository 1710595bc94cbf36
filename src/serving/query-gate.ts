import { ConfigError } from '../errors/tolva-error.ts'

/** Lets so many queries run at once, and so many more wait. */
export interface QueryGate {
  /** @throws ConfigError `too_many_queries`; what the signal was aborted with, while it waits. */
  run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>
}

/** A gate for the databases of all pipelines: who asks more than a person can look at waits, or is refused. */
export function createQueryGate({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }): QueryGate {
  const queue: (() => void)[] = []
  let running = 0

  async function enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (running < atOnce) {
      running += 1
      return
    }
    if (queue.length >= waiting) {
      throw new ConfigError(`${atOnce} queries run and ${waiting} wait, more are not taken`, {
        code: 'too_many_queries',
        hint: 'Wait for them, or ask for less at a time.',
      })
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const giveUp = () => {
      queue.splice(queue.indexOf(resolve), 1)
      reject(signal.reason)
    }
    queue.push(resolve)
    signal.addEventListener('abort', giveUp, { once: true })
    await promise.finally(() => signal.removeEventListener('abort', giveUp))
  }

  return {
    async run(signal, work) {
      await enter(signal)
      try {
        return await work()
      } finally {
        // Who waits takes the place, so that nobody comes between.
        const next = queue.shift()
        if (next === undefined) running -= 1
        else next()
      }
    },
  }
}
