import { setTimeout as wait } from 'node:timers/promises'

/** So many requests in so many seconds, over all resources of one client. */
export interface RateLimit {
  readonly requests: number
  /** Seconds. */
  readonly per: number
}

/** A gate that lets `requests` through per window and makes the others wait their turn, in order. */
export function rateLimiter(limit: RateLimit | undefined): (signal: AbortSignal) => Promise<void> {
  if (limit === undefined) return async () => {}
  const gapMs = (limit.per * 1000) / limit.requests
  let tokens = limit.requests
  let filledAt: number | undefined
  return async (signal) => {
    const at = performance.now()
    tokens = Math.min(limit.requests, tokens + (at - (filledAt ?? at)) / gapMs)
    filledAt = at
    tokens -= 1
    if (tokens < 0) await wait(-tokens * gapMs, undefined, { signal })
  }
}
