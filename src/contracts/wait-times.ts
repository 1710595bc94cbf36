/** For how long something was waited for; spans that lie over each other count once. */
export interface WaitTimes {
  times: number
  ms: number
  /** Until when it is counted; may lie ahead. */
  until: number
}

export const noWaits = (): WaitTimes => ({ times: 0, ms: 0, until: 0 })

/** Counts a span in. */
export function addSpan(waits: WaitTimes, from: number, to: number): void {
  const start = Math.max(from, waits.until)
  if (to <= start) return
  waits.ms += to - start
  waits.until = to
}

/** Milliseconds up to `now`, with a wait that nobody knows the end of, since `held`. */
export function waitedUntil({ ms, until }: WaitTimes, now: number, held: number | undefined): number {
  const ahead = Math.max(0, until - now)
  const open = held === undefined ? 0 : Math.max(0, now - Math.max(held, until))
  return Math.round(ms - ahead + open)
}
