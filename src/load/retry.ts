import { setTimeout as wait } from 'node:timers/promises'
import { DestinationError } from '../errors/tolva-error.ts'

export interface RetryOptions {
  readonly signal: AbortSignal
  /** Default 5. */
  readonly attempts?: number
  /** Milliseconds before the second attempt, a quarter more or less; doubled each time, at most 30,000. Default 500. */
  readonly firstWaitMs?: number
  readonly onRetry?: (error: DestinationError, attempt: number, waitMs: number) => void
}

/** Runs `work` again as long as it fails with a DestinationError that says it may succeed later. The last error is thrown. */
export async function withRetry<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const attempts = options.attempts ?? 5
  for (let attempt = 1; ; attempt += 1) {
    options.signal.throwIfAborted()
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof DestinationError) || !error.retry || attempt >= attempts) throw error
      // Several that got into each other's way would do so again if they all waited as long.
      const waitMs = Math.round(
        Math.min(30_000, (options.firstWaitMs ?? 500) * 2 ** (attempt - 1)) * (0.75 + Math.random() / 2),
      )
      options.onRetry?.(error, attempt, waitMs)
      await wait(waitMs, undefined, { signal: options.signal })
    }
  }
}
