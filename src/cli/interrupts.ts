/** How an interrupt is taken. */
export interface Interrupts {
  /** Aborted by the first interrupt of work that listens to it. */
  readonly signal: AbortSignal
  /** Runs work that listens to the signal. */
  stoppable<T>(work: () => Promise<T>): Promise<T>
}

export interface InterruptedProcess {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown
  exit(code: number): unknown
  readonly stderr: { write(text: string): unknown }
}

const STOPPING = `
stopping: the page under way is finished, and what can be kept is kept
a second interrupt stops at once, which loses nothing either: the next run goes on from what is safe
`
const STOPPED = `
stopped at once; nothing is half loaded, and the next run goes on from what is safe
`

/** Lets Ctrl-C and SIGTERM stop what listens, the second time at once. */
export function listenToInterrupts(process: InterruptedProcess): Interrupts {
  const controller = new AbortController()
  let listening = 0
  const interrupted = () => {
    if (listening === 0 || controller.signal.aborted) {
      // No work that anybody waits for could say so later.
      process.stderr.write(STOPPED)
      process.exit(130)
      return
    }
    process.stderr.write(STOPPING)
    controller.abort()
  }
  process.on('SIGINT', interrupted)
  process.on('SIGTERM', interrupted)
  return {
    signal: controller.signal,
    async stoppable(work) {
      listening += 1
      try {
        return await work()
      } finally {
        listening -= 1
      }
    },
  }
}
