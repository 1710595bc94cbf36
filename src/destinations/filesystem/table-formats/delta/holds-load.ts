import type { LoadName } from '../table-format.ts'
import type { DeltaLog } from './read-log.ts'
import type { DeltaState } from './replay.ts'

/** The name under which a pipeline's loads are counted in a table. */
export function appIdOf(pipeline: string): string {
  return `tolva/${pipeline}`
}

/** A load id as a number that grows with it: microseconds. */
export function loadNumber(loadId: string): number {
  return Math.floor(Number(loadId) * 1_000_000)
}

/**
 * Whether a version of the log brought the load in. The pipeline's count answers at once where it is lower; else commits are
 * looked through, because clocks of two machines differ.
 */
export async function holdsLoad(log: DeltaLog, state: DeltaState, { loadId, pipeline }: LoadName): Promise<boolean> {
  const counted = state.txns.get(appIdOf(pipeline))?.version
  if (counted === undefined || counted < loadNumber(loadId)) return false
  for (let version = state.version; version >= 0 && log.keeps(version); version -= 1) {
    const made = (await log.commitInfo(version))?.tolva
    if (made?.loadId === loadId && made.pipeline === pipeline) return made.withdrawn !== true
  }
  // Of commits that others have cleared away the count is all that is left.
  return !log.keeps(0) && counted === loadNumber(loadId)
}
