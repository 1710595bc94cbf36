import { setTimeout as wait } from 'node:timers/promises'
import type { Context } from '../contracts/context.ts'

/** When a request is tried again and how long to wait. */
export interface RetryPolicy {
  /** Tries in all. */
  readonly attempts: number
  /** First wait in milliseconds; it doubles with each further one. */
  readonly baseMs: number
  /** The longest wait, for `Retry-After` too. */
  readonly maxDelayMs: number
  /** A number from 0 (shortest wait: half) to 1 (the full wait). */
  readonly jitter: () => number
}

export const defaultRetry: RetryPolicy = { attempts: 5, baseMs: 1000, maxDelayMs: 300_000, jitter: Math.random }

/** What one attempt came to. */
export type Outcome<T> =
  | { readonly done: T }
  | {
      readonly failed: unknown
      readonly retry: boolean
      readonly retryAfter?: string | undefined
      readonly why: string
    }

/** Statuses that may go away by themselves: 429 and 5xx. */
export function isRetryableStatus(status: number): boolean {
  return status === 429 || (status >= 500 && status <= 599)
}

/** Milliseconds that `Retry-After` asks for: whole seconds or an HTTP date; undefined where it is absent, not readable, zero or past. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined
  const text = header.trim()
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : /[a-z]/i.test(text) ? Date.parse(text) - now : Number.NaN
  return ms > 0 ? ms : undefined
}

/** The wait behind attempt number `attempt` (1-based), in milliseconds: what the server asks for, else exponential with jitter. */
export function retryDelay(policy: RetryPolicy, attempt: number, askedMs: number | undefined): number {
  if (askedMs !== undefined) return Math.min(askedMs, policy.maxDelayMs)
  const full = Math.min(policy.baseMs * 2 ** (attempt - 1), policy.maxDelayMs)
  return full * (0.5 + 0.5 * policy.jitter())
}

/** Tries until done, until a failure that will not go away, or until the attempts are used up; the last failure is thrown. */
export async function withRetry<T>(
  policy: RetryPolicy,
  context: Pick<Context, 'signal' | 'now' | 'emit'>,
  attemptOnce: (attempt: number) => Promise<Outcome<T>>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    context.signal.throwIfAborted()
    const outcome = await attemptOnce(attempt)
    if ('done' in outcome) return outcome.done
    if (!outcome.retry || attempt >= policy.attempts) throw outcome.failed
    const ms = retryDelay(policy, attempt, retryAfterMs(outcome.retryAfter, context.now()))
    context.emit({ type: 'waiting', why: outcome.why, ms })
    await wait(ms, undefined, { signal: context.signal })
  }
}
