import { type CommitRecord, unfinishedTogether } from './commit/record-file.ts'
import { nameOf, systemPrefix } from './keys.ts'
import type { LakeSession } from './session.ts'

type Reading = Pick<LakeSession, 'bucket' | 'dataset' | 'layout'>

/** Loads as they are committed: one by one, or several together. */
export interface FoundLoads {
  readonly committed: ReadonlySet<string>
  /** What those that come together wait for. */
  readonly together: readonly CommitRecord[]
}

/**
 * Load ids that have a row in `_dlt_loads`: each is a file `<schema>__<load id>.jsonl`. Loads that come together are not among
 * them before all of them have one.
 */
export async function findLoads(session: Reading): Promise<FoundLoads> {
  // Some of their rows may come, or the last of them, while the rows are listed.
  const before = await unfinishedTogether(session)
  const keys = await session.bucket.storage.list(systemPrefix(session, 'loads'))
  const together = [...before, ...(await unfinishedTogether(session))]
  const coming = new Set(together.flatMap(({ loadIds }) => loadIds))
  const loadIds = keys.flatMap((key) => /__(\d+(?:\.\d+)?)\.jsonl$/.exec(nameOf(key))?.[1] ?? [])
  return { committed: new Set(loadIds.filter((loadId) => !coming.has(loadId))), together }
}

/** The ids of committed loads. */
export async function committedLoads(session: Reading): Promise<ReadonlySet<string>> {
  return (await findLoads(session)).committed
}
