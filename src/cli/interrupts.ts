/** How an interrupt is taken. */
export interface Interrupts {
  /** Aborted by the first interrupt of work that listens to it. */
  readonly signal: AbortSignal
  /** Runs work that listens to the signal. */
  stoppable<T>(work: () => Promise<T>, how?: StoppableOptions): Promise<T>
}

export interface StoppableOptions {
  /** true: nothing is under way that could be lost, so an interrupt needs no words. */
  readonly quiet?: boolean
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
  const listening: StoppableOptions[] = []
  const interrupted = () => {
    const isQuiet = listening.length > 0 && listening.every(({ quiet }) => quiet)
    if (listening.length === 0 || controller.signal.aborted) {
      // No work that anybody waits for could say so later.
      if (!isQuiet) process.stderr.write(STOPPED)
      process.exit(130)
      return
    }
    if (!isQuiet) process.stderr.write(STOPPING)
    controller.abort()
  }
  process.on('SIGINT', interrupted)
  process.on('SIGTERM', interrupted)
  return {
    signal: controller.signal,
    async stoppable(work, how = {}) {
      listening.push(how)
      try {
        return await work()
      } finally {
        listening.splice(listening.indexOf(how), 1)
      }
    },
  }
}
