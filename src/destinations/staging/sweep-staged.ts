import type { StagingArea } from './open-staging.ts'
import { stagedLoadId } from './staged-key.ts'

/**
 * Deletes staged files of the dataset whose loads are committed, by whomever. Files of other loads stay: they are under way, or
 * belong to a dataset of files that has the same name at the same place.
 * @param committed Tells which of these load ids are in the dataset.
 */
export async function sweepStaged(
  area: StagingArea,
  committed: (loadIds: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<void> {
  const { storage } = await area.bucket()
  const staged = (await storage.list(`${area.dataset}/`)).flatMap((key) => {
    const loadId = stagedLoadId(key)
    return loadId === undefined ? [] : [{ key, loadId }]
  })
  const done = await committed([...new Set(staged.map(({ loadId }) => loadId))])
  for (const { key, loadId } of staged) if (done.has(loadId)) await storage.delete(key)
}
