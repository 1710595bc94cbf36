import { ConfigError } from '../errors/tolva-error.ts'

/** So many requests in so many seconds; tries again and redirects count too. */
export interface RateLimit {
  /** A whole number: never more within any `per` seconds. */
  readonly requests: number
  /** Seconds. */
  readonly per: number
  /** So many may go at once, the others evenly behind them; as many as `requests` by default, 1 spreads them all evenly. */
  readonly burst?: number
}

/** When requests may go under one rate limit. */
export interface RateWindow {
  /** Milliseconds until the next one may go; 0: now. */
  waitMs(now: number): number
  /** Counts one that goes now. */
  depart(now: number): Departure
}

/** A request that counts; `answeredAt` is set when its answer begins. */
export interface Departure {
  readonly sentAt: number
  answeredAt: number | undefined
}

/** One token, less what fractions lose in adding up. */
const ENOUGH = 1 - 1e-9

/** A request without an answer yet is taken to be at the server by then. */
const TRANSIT_MS = 500

/**
 * A sliding window. The server counts a request when it arrives, some time between its departure and its answer; so it
 * counts here until `per` seconds behind the answer, and no window of the server's clock ever holds more than `requests`.
 *
 * @throws ConfigError `invalid_config` for numbers that make no limit.
 */
export function rateWindow(limit: RateLimit): RateWindow {
  checkLimit(limit)
  const { requests, per, burst = requests } = limit
  const windowMs = per * 1000
  const gapMs = windowMs / requests
  let counted: Departure[] = []
  let tokens = burst
  let filledAt: number | undefined

  const endOf = ({ sentAt, answeredAt = Infinity }: Departure) => Math.min(answeredAt, sentAt + TRANSIT_MS) + windowMs
  const tokensAt = (now: number) => Math.min(burst, tokens + (now - (filledAt ?? now)) / gapMs)

  function tokenWait(now: number): number {
    const there = tokensAt(now)
    return there >= ENOUGH ? 0 : (1 - there) * gapMs
  }
  function windowWait(now: number): number {
    if (counted.length < requests) return 0
    counted = counted.filter((departure) => endOf(departure) > now)
    if (counted.length < requests) return 0
    return counted.reduce((first, departure) => Math.min(first, endOf(departure)), Infinity) - now
  }
  return {
    waitMs: (now) => Math.max(windowWait(now), burst === requests ? 0 : tokenWait(now)),
    depart(now) {
      tokens = tokensAt(now) - 1
      filledAt = now
      const departure: Departure = { sentAt: now, answeredAt: undefined }
      counted.push(departure)
      return departure
    },
  }
}

function checkLimit({ requests, per, burst = requests }: RateLimit): void {
  const fail = (what: string, hint: string) => new ConfigError(`rateLimit: ${what}`, { code: 'invalid_config', hint })
  if (!Number.isInteger(requests) || requests < 1) {
    throw fail(
      `requests is ${requests}`,
      'give a whole number from 1 on; for one request in two seconds: requests 1, per 2',
    )
  }
  if (!(per > 0)) throw fail(`per is ${per}`, 'give seconds, more than 0')
  if (burst < 1 || burst > requests)
    throw fail(`burst is ${burst}`, `give a number from 1 to ${requests}, or leave it out`)
}
