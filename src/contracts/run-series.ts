import type { SeriesPoint } from './run-progress.ts'

const MOST_POINTS = 600
const FIRST_SPACING_MS = 200
/** What counts as the last seconds. */
const RECENT_MS = 5000

/** How a run went so far, in a number of points that does not grow with it. */
export interface RunSeries {
  add(point: SeriesPoint): void
  /** The points kept, and how far they are apart. */
  kept(): KeptSeries
  restore(kept: KeptSeries): void
  /** At most 600, the given one the last of them. */
  upTo(now: SeriesPoint): readonly SeriesPoint[]
  /** Per second, of the last seconds before it. */
  rates(now: SeriesPoint): { readonly rows: number; readonly bytes: number }
}

export interface KeptSeries {
  readonly points: readonly SeriesPoint[]
  readonly spacing: number
}

export function createRunSeries(): RunSeries {
  let points: SeriesPoint[] = []
  let spacing = FIRST_SPACING_MS
  let recent: SeriesPoint[] = []
  return {
    add(point) {
      recent.push(point)
      // One from before stays, so that there always is something to compare with.
      const firstRecent = recent.findIndex(({ t }) => t > point.t - RECENT_MS)
      if (firstRecent > 1) recent = recent.slice(firstRecent - 1)
      const last = points.at(-1)
      if (last !== undefined && point.t - last.t < spacing) return
      points.push(point)
      if (points.length < MOST_POINTS) return
      points = points.filter((_, index) => index % 2 === 0)
      // Points that came rarer than they might stay as far apart as they are.
      const average = (points.at(-1)!.t - points[0]!.t) / (points.length - 1)
      spacing = Math.max(spacing * 2, average)
    },
    kept: () => ({ points, spacing }),
    restore(kept) {
      points = [...kept.points]
      spacing = kept.spacing
      recent = points.slice(-1)
    },
    upTo: (now) => (points.at(-1)?.t === now.t ? [...points.slice(0, -1), now] : [...points, now]),
    rates(now) {
      const from = recent.findLast(({ t }) => t <= now.t - RECENT_MS) ?? recent[0]
      const seconds = from === undefined ? 0 : (now.t - from.t) / 1000
      if (from === undefined || seconds <= 0) return { rows: 0, bytes: 0 }
      return {
        rows: Math.round(Math.max(0, now.rows - from.rows) / seconds),
        bytes: Math.round(Math.max(0, now.bytes - from.bytes) / seconds),
      }
    },
  }
}
