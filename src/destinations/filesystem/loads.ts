import { nameOf, systemPrefix } from './keys.ts'
import type { LakeSession } from './session.ts'

/** Load ids that have a row in `_dlt_loads`: each is a file `<schema>__<load id>.jsonl`. */
export async function committedLoads({
  bucket,
  ...place
}: Pick<LakeSession, 'bucket' | 'dataset' | 'layout'>): Promise<ReadonlySet<string>> {
  const keys = await bucket.storage.list(systemPrefix(place, 'loads'))
  return new Set(keys.flatMap((key) => /__(\d+(?:\.\d+)?)\.jsonl$/.exec(nameOf(key))?.[1] ?? []))
}
