import type { LoadName, TablePlace } from '../table-format.ts'
import { commitSnapshot } from './commit-snapshot.ts'
import { holdsLoad, isMadeBy, isWithdrawal } from './holds-load.ts'
import { readManifestList } from './manifests.ts'
import { currentSnapshot, keyOf, readNewest } from './read-table.ts'

/** Adds a snapshot in which the table is as it was before the load. false: others have changed it since. */
export async function withdrawIceberg(place: TablePlace, table: string, load: LoadName): Promise<boolean> {
  const newest = await readNewest(place, table)
  if (newest === undefined) return true
  const { key, metadata } = newest
  const made = currentSnapshot(metadata)
  if (made === undefined || !isMadeBy(made, load) || isWithdrawal(made)) return !holdsLoad(metadata, load)
  const before = metadata.snapshots?.find((one) => one['snapshot-id'] === made['parent-snapshot-id'])
  return commitSnapshot({ place, table, key, metadata, changes: { load, before } }, async () => {
    if (before === undefined) return []
    const path = keyOf(place, metadata.location, { table, path: before['manifest-list'] })
    return readManifestList(place.bucket.storage, path, table)
  })
}
