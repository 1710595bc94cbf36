import { setTimeout as wait } from 'node:timers/promises'

/** Lets readings of one name run side by side, with gaps between them where somebody else wants the file. */
export interface ReadingGaps {
  /** `wanted` is asked once readings have followed on each other for a while. */
  run<T>(name: string, wanted: () => Promise<boolean>, work: () => Promise<T>): Promise<T>
}

interface Readings {
  inside: number
  /** When the first of those began that have followed on each other since. */
  since: number
  /** When the last of them ended. */
  left: number
  gap: Promise<void> | undefined
  drained: (() => void) | undefined
}

/**
 * A load looks every so often whether nobody reads a DuckDB file. Readings that overlap all the time would keep it out for good, so
 * after `openMs` of them there is a gap of `gapMs`, which must be longer than a load waits between two looks.
 */
export function createReadingGaps({ openMs = 1_000, gapMs = 400 } = {}): ReadingGaps {
  const all = new Map<string, Readings>()

  /** Who comes while those before are read to their end, or in the gap behind, waits. */
  async function makeGap(readings: Readings): Promise<void> {
    if (readings.inside > 0) {
      await new Promise<void>((resolve) => {
        readings.drained = resolve
      })
    }
    await wait(gapMs - (performance.now() - readings.left))
    readings.gap = undefined
  }

  async function enter(readings: Readings, wanted: () => Promise<boolean>): Promise<void> {
    for (;;) {
      await readings.gap
      const now = performance.now()
      if (readings.inside === 0 && now - readings.left >= gapMs) readings.since = now
      if (now - readings.since < openMs || !(await wanted())) break
      readings.gap ??= makeGap(readings)
    }
    readings.inside += 1
  }

  return {
    async run(name, wanted, work) {
      const readings = all.get(name) ?? { inside: 0, since: 0, left: -gapMs, gap: undefined, drained: undefined }
      all.set(name, readings)
      await enter(readings, wanted)
      try {
        return await work()
      } finally {
        readings.inside -= 1
        readings.left = performance.now()
        if (readings.inside === 0) {
          readings.drained?.()
          readings.drained = undefined
        }
      }
    },
  }
}
