import { setTimeout as wait } from 'node:timers/promises'
import type { Context } from '../contracts/context.ts'
import { SourceError } from '../errors/tolva-error.ts'
import type { RetryBudget } from './retry-budget.ts'

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
  /** Statuses that may go away by themselves. */
  readonly isRetryable: (status: number) => boolean
  /** What all requests share; no limit where absent. */
  readonly budget?: RetryBudget | undefined
}

export const defaultRetry: RetryPolicy = {
  attempts: 5,
  baseMs: 1000,
  maxDelayMs: 300_000,
  jitter: Math.random,
  isRetryable: isRetryableStatus,
}

/** What one attempt came to. */
export type Outcome<T> =
  | { readonly done: T }
  | {
      readonly failed: unknown
      readonly retry: boolean
      /** Milliseconds that the server asks for; undefined: it names no time. */
      readonly askedMs?: number | undefined
      /** The server only wants it slower: it is not dying, and the try is not taken from those that all share. */
      readonly isLimit?: boolean
      /** Told how long it will be until the next try. */
      readonly onRetry?: (ms: number) => void
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

/**
 * Tries until done, until a failure that will not go away, or until the attempts are used up; the last failure is thrown.
 * @throws SourceError `retry_budget` where the tries of all requests together are used up.
 */
export async function withRetry<T>(
  policy: RetryPolicy,
  context: Pick<Context, 'signal' | 'now' | 'emit' | 'traffic'>,
  attemptOnce: (attempt: number) => Promise<Outcome<T>>,
): Promise<T> {
  policy.budget?.earn()
  for (let attempt = 1; ; attempt += 1) {
    context.signal.throwIfAborted()
    const outcome = await attemptOnce(attempt)
    if ('done' in outcome) return outcome.done
    if (!outcome.retry || attempt >= policy.attempts) throw outcome.failed
    const isFree = outcome.isLimit === true || outcome.askedMs !== undefined
    if (!isFree && policy.budget?.spend() === false) throw usedUp(outcome.failed)
    // What was recorded comes at once, however often it was asked for.
    if (context.traffic?.offline) continue
    const ms = retryDelay(policy, attempt, outcome.askedMs)
    outcome.onRetry?.(ms)
    context.emit({ type: 'waiting', why: outcome.why, ms })
    await wait(ms, undefined, { signal: context.signal })
  }
}

function usedUp(failed: unknown): SourceError {
  const last = failed instanceof Error ? failed.message : String(failed)
  return new SourceError(`too many requests fail, so no further one is tried again; the last: ${last}`, {
    code: 'retry_budget',
    hint: 'the API has a problem of its own: run again later; client.retry.budget (50) is the number of tries kept in reserve',
    context: failed instanceof SourceError ? failed.context : {},
    cause: failed,
  })
}
