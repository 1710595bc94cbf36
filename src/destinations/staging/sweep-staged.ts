import type { StagingArea } from './open-staging.ts'
import { stagedLoadId } from './staged-key.ts'

/** What no load came for in this time was given up, on whatever machine. */
const GIVEN_UP_MS = 14 * 24 * 60 * 60 * 1000

/**
 * Deletes staged files of the dataset whose loads are committed, by whomever, and those that were given up long ago. Files of
 * loads under way stay.
 * @param committed Tells which of these load ids are in the dataset.
 */
export async function sweepStaged(
  area: StagingArea,
  options: {
    readonly now: number
    readonly committed: (loadIds: readonly string[]) => Promise<ReadonlySet<string>>
  },
): Promise<void> {
  const { storage } = await area.bucket()
  const entries = (await storage.entries(`${area.dataset}/`)).flatMap((entry) => {
    const loadId = stagedLoadId(entry.key)
    return loadId === undefined ? [] : [{ ...entry, loadId }]
  })
  const committed = await options.committed([...new Set(entries.map(({ loadId }) => loadId))])
  for (const { key, loadId, modifiedAt } of entries) {
    const age = options.now - Date.parse(modifiedAt)
    if (committed.has(loadId) || age > GIVEN_UP_MS) await storage.delete(key)
  }
}
