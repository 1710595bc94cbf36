const STEPS: readonly (readonly [limit: number, unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  [60, 'second', 1],
  [3600, 'minute', 60],
  [86_400, 'hour', 3600],
  [86_400 * 30, 'day', 86_400],
  [86_400 * 365, 'month', 86_400 * 30],
  [Number.POSITIVE_INFINITY, 'year', 86_400 * 365],
]
const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** `3 minutes ago`, as seen from `now`; `just now` within ten seconds. */
export function formatAgo(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1000
  const size = Math.abs(seconds)
  if (size < 10) return 'just now'
  for (const [limit, unit, one] of STEPS) {
    if (size < limit) return RELATIVE.format(Math.trunc(seconds / one), unit)
  }
  return formatUtc(at)
}

/** `2026-11-26 09:13:28 UTC` */
export function formatUtc(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
