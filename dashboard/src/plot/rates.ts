/** A total at a point in time. */
export interface Total {
  /** Milliseconds. */
  readonly t: number
  readonly total: number
}

const WINDOW_MS = 2000

/** How fast a total grew, per second, at each of its points: over the last two seconds, or since the point before where points are further apart. */
export function ratesOf(totals: readonly Total[]): readonly (number | null)[] {
  let from = 0
  return totals.map((point, index) => {
    if (index === 0) return null
    while (from < index - 1 && point.t - (totals[from]?.t ?? 0) > WINDOW_MS) from += 1
    const start = totals[from]
    if (start === undefined || point.t <= start.t) return null
    return Math.max(0, ((point.total - start.total) * 1000) / (point.t - start.t))
  })
}
