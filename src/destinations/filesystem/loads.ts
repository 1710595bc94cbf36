import { unfinishedTogether } from './commit/record-file.ts'
import { nameOf, systemPrefix } from './keys.ts'
import type { LakeSession } from './session.ts'

/**
 * Load ids that have a row in `_dlt_loads`: each is a file `<schema>__<load id>.jsonl`. Loads that come together are not among
 * them before all of them have one.
 */
export async function committedLoads(
  session: Pick<LakeSession, 'bucket' | 'dataset' | 'layout'>,
): Promise<ReadonlySet<string>> {
  // Some of their rows may come, or the last of them, while the rows are listed.
  const before = await unfinishedTogether(session)
  const keys = await session.bucket.storage.list(systemPrefix(session, 'loads'))
  const coming = new Set([...before, ...(await unfinishedTogether(session))].flatMap(({ loadIds }) => loadIds))
  const loadIds = keys.flatMap((key) => /__(\d+(?:\.\d+)?)\.jsonl$/.exec(nameOf(key))?.[1] ?? [])
  return new Set(loadIds.filter((loadId) => !coming.has(loadId)))
}
