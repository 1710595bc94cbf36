import { remainingRequests } from './rate-limit-headers.ts'

/** What the server allows as far as its answers have said: it holds for all requests of a client. */
export interface ServerLimits {
  /** Milliseconds until the next request may go; 0: now. */
  waitMs(now: number): number
  /** Why requests wait; undefined: only until the requests under way have shown how many are left. */
  why(now: number): string | undefined
  /** A request goes. */
  departed(): void
  /**
   * Takes in the head of an answer while `others` requests are without one: the server may not have counted those yet.
   * @returns milliseconds that it asks all to wait, undefined where requests are left.
   */
  learn(headers: ReadonlyMap<string, string>, others: number, now: number): number | undefined
  /** No request goes for so long. */
  pause(ms: number, now: number, why: string): void
}

const LONGEST_WAIT_MS = 3_600_000

/** @param how what the wait is limited to, in milliseconds: one hour by default. */
export function serverLimits(how: {
  readonly longestMs?: number | undefined
  readonly now: () => number
}): ServerLimits {
  const longestMs = how.longestMs ?? LONGEST_WAIT_MS
  let pausedUntil = -Infinity
  let pausedBy = ''
  let left = Infinity
  let leftBy: string | undefined
  let resetAt = -Infinity
  return {
    waitMs(now) {
      if (now >= resetAt) left = Infinity
      return Math.max(0, pausedUntil - now, left <= 0 ? resetAt - now : 0)
    },
    why: (now) => (pausedUntil > now ? pausedBy : leftBy),
    departed() {
      left -= 1
    },
    learn(headers, others, now) {
      const said = remainingRequests(headers, how.now())
      if (said === undefined) return undefined
      left = said.remaining - others
      resetAt = now + Math.min(said.resetMs, longestMs)
      leftBy = said.remaining === 0 ? 'the API has no requests left' : undefined
      return said.remaining === 0 ? said.resetMs : undefined
    },
    pause(ms, now, why) {
      if (now + ms <= pausedUntil) return
      pausedUntil = now + ms
      pausedBy = why
    },
  }
}
