import { DestinationError } from '../../errors/tolva-error.ts'
import { initKey } from './keys.ts'
import type { LakeSession } from './session.ts'

const CURRENT = 2

/**
 * The version of dlt's layout that a dataset began with: in 1 compressed files have no `.gz`. undefined: there is no dataset.
 * @throws DestinationError `unsupported_dataset_version`.
 */
export async function datasetVersion(
  session: Pick<LakeSession, 'bucket' | 'dataset' | 'layout'>,
): Promise<{ readonly initial: number; readonly current: number } | undefined> {
  const key = initKey(session)
  const body = await session.bucket.storage.get(key)
  if (body === undefined) return undefined
  const text = Buffer.from(body).toString('utf8').trim()
  if (text === '') return { initial: 1, current: 1 }
  const match = /^\{\s*"initial_version":\s*(\d+),\s*"current_version":\s*(\d+)\s*\}$/.exec(text)
  const [initial, current] = [Number(match?.[1]), Number(match?.[2])]
  if (match !== null && initial >= 1 && initial <= CURRENT && current >= 1 && current <= CURRENT)
    return { initial, current }
  throw new DestinationError(`${session.bucket.storage.urlOf(key)} says that the dataset is of a kind not known here`, {
    code: 'unsupported_dataset_version',
    hint: `Versions up to ${CURRENT} are known: use a newer tolva, or another dataset.`,
    context: { file: key },
  })
}

/** Makes the dataset where there is none, and says that a new one has a newer kind of files as well. Returns the version it began with. */
export async function ensureDataset(session: LakeSession): Promise<number> {
  const { storage } = session.bucket
  const known = await datasetVersion(session)
  if (known?.current === CURRENT) return known.initial
  const initial = known?.initial ?? CURRENT
  const text = JSON.stringify({ initial_version: initial, current_version: CURRENT })
  if (known === undefined) await storage.putIfAbsent(initKey(session), text)
  else await storage.put(initKey(session), text)
  return initial
}
