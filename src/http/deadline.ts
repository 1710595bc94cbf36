/** How long a request may take, in milliseconds. */
export interface TimeLimits {
  /** Until the head of the answer, and again for each pause in its body. */
  readonly timeoutMs: number
  /** Until the last byte; no limit where absent. */
  readonly totalMs?: number | undefined
}

/** A signal that ends one request: with the run, or when a limit has passed. */
export interface Deadline {
  readonly signal: AbortSignal
  /** Something came: the pause begins anew. */
  readonly progress: () => void
  stop(): void
}

/** Starts the clock of one request. A listener of its own costs less than `AbortSignal.any`, which is made for few signals. */
export function startDeadline(run: AbortSignal, limits: TimeLimits): Deadline {
  const controller = new AbortController()
  const onAbort = () => controller.abort(run.reason)
  if (run.aborted) onAbort()
  else run.addEventListener('abort', onAbort)
  const late = (ms: number, what: string) =>
    setTimeout(() => controller.abort(new AttemptTimeout(`${what} ${ms} ms`)), ms)
  const pause = late(limits.timeoutMs, 'nothing came for')
  const whole = limits.totalMs === undefined ? undefined : late(limits.totalMs, 'the answer was not complete after')
  return {
    signal: controller.signal,
    progress: () => pause.refresh(),
    stop() {
      clearTimeout(pause)
      clearTimeout(whole)
      run.removeEventListener('abort', onAbort)
    },
  }
}

/** No answer, a pause in its body, or a whole answer that took longer than allowed. */
class AttemptTimeout extends Error {
  readonly code = 'ETIMEDOUT'

  constructor(message: string) {
    super(message)
    this.name = 'AttemptTimeout'
  }
}
