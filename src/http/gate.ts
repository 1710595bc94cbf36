import type { Departure, RateWindow } from './rate-window.ts'
import type { ServerLimits } from './server-limits.ts'

export interface GateOptions {
  /** Requests at the same time. */
  readonly maxConcurrent: number
  readonly window: RateWindow | undefined
  readonly server: ServerLimits
}

export interface EnterOptions {
  readonly signal: AbortSignal
  /** The limit of an endpoint, beside that of the client. */
  readonly window?: RateWindow | undefined
  /** Told once where the request must wait for a limit; not where it only waits for others to end. */
  readonly onWait: (why: string, ms: number) => void
}

/** A request that may be on its way. */
export interface Pass {
  /** The head of its answer is here. */
  answered(): void
  /** It is over, whatever came of it. */
  left(): void
}

/** Through it go all requests of a client, in the order in which they came. */
export interface Gate {
  /** Lets a request go at once, or when it is its turn; the wait ends with the signal. */
  enter(options: EnterOptions): Pass | Promise<Pass>
  /** Requests on their way without an answer. */
  unanswered(): number
  /** Limits have changed: looks who may go. */
  look(): void
}

interface Waiting {
  readonly options: EnterOptions
  readonly go: () => void
  told: boolean
}

/** Waits that nobody would notice. */
const NOT_WORTH_TELLING_MS = 20

/** Creates the gate of a client. One timer wakes it for whoever may go next. */
export function createGate({ maxConcurrent, window, server }: GateOptions): Gate {
  const queue: Waiting[] = []
  let running = 0
  let unanswered = 0
  let timer: NodeJS.Timeout | undefined

  function letGo(options: EnterOptions, now: number): Pass {
    running += 1
    unanswered += 1
    server.departed()
    const counted: readonly (Departure | undefined)[] = [window?.depart(now), options.window?.depart(now)]
    let open = true
    const answered = () => {
      if (!open) return
      open = false
      unanswered -= 1
      for (const departure of counted) if (departure !== undefined) departure.answeredAt = performance.now()
    }
    return {
      answered,
      left() {
        answered()
        running -= 1
        if (queue.length > 0) look()
      },
    }
  }

  function look(): void {
    clearTimeout(timer)
    timer = undefined
    let wakeIn = Infinity
    for (let at = 0; at < queue.length && running < maxConcurrent; ) {
      const waiting = queue[at]
      if (waiting === undefined) return
      const now = performance.now()
      const common = Math.max(server.waitMs(now), window?.waitMs(now) ?? 0)
      const own = waiting.options.window?.waitMs(now) ?? 0
      const ms = Math.max(common, own)
      if (ms <= 0) {
        queue.splice(at, 1)
        waiting.go()
        continue
      }
      wakeIn = Math.min(wakeIn, ms)
      tell(waiting, ms, server.waitMs(now) >= ms ? server.why(now) : 'rate limit')
      // Those of other endpoints may pass one that its own endpoint holds up.
      if (common > 0) {
        for (const behind of queue.slice(at + 1))
          tell(behind, ms, server.waitMs(now) >= ms ? server.why(now) : 'rate limit')
        break
      }
      at += 1
    }
    // One millisecond more, because timers may come early.
    if (wakeIn < Infinity) timer = setTimeout(look, Math.min(wakeIn + 1, 2 ** 31 - 1))
  }

  function tell(waiting: Waiting, ms: number, why: string | undefined): void {
    if (waiting.told || why === undefined || ms < NOT_WORTH_TELLING_MS) return
    waiting.told = true
    waiting.options.onWait(why, Math.round(ms))
  }

  function wait(options: EnterOptions): Promise<Pass> {
    const { signal } = options
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        options,
        told: false,
        go() {
          signal.removeEventListener('abort', onAbort)
          resolve(letGo(options, performance.now()))
        },
      }
      const onAbort = () => {
        queue.splice(queue.indexOf(waiting), 1)
        reject(signal.reason)
        look()
      }
      signal.addEventListener('abort', onAbort, { once: true })
      queue.push(waiting)
      look()
    })
  }

  return {
    enter(options) {
      if (options.signal.aborted) return Promise.reject(options.signal.reason)
      if (queue.length > 0 || running >= maxConcurrent) return wait(options)
      const now = performance.now()
      const free = server.waitMs(now) <= 0 && (window?.waitMs(now) ?? 0) <= 0 && (options.window?.waitMs(now) ?? 0) <= 0
      return free ? letGo(options, now) : wait(options)
    },
    unanswered: () => unanswered,
    look: () => {
      if (queue.length > 0) look()
    },
  }
}
