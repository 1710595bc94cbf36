import { z } from 'zod'
import { readOwnFile } from '../json-file.ts'
import { ownPrefix } from '../keys.ts'
import type { LakeSession } from '../session.ts'

type Reading = Pick<LakeSession, 'bucket' | 'dataset' | 'layout'>

/**
 * Loads whose files are all there, and the last files that make them visible. Once it is written they are committed as far as
 * any load that comes across it is concerned: it is finished, by whoever that is.
 */
export interface CommitRecord {
  readonly loadIds: readonly string[]
  /** The state that must be the newest; null: nobody cares. */
  readonly expected: { readonly pipeline: string; readonly version: number; readonly hash: string } | null
  /** In the order in which they are put: state files, then load rows. */
  readonly puts: readonly { readonly key: string; readonly text: string }[]
}

const recordForm = z.object({
  loadIds: z.array(z.string()),
  expected: z.object({ pipeline: z.string(), version: z.number(), hash: z.string() }).nullable(),
  puts: z.array(z.object({ key: z.string(), text: z.string() })),
})

/** Keys of all that are there. */
export function recordKeys({ bucket, ...place }: Reading): Promise<readonly string[]> {
  return bucket.storage.list(ownPrefix(place, 'commits'))
}

/** What is written down under a key; undefined: it is finished. */
export function readRecord(session: Pick<LakeSession, 'bucket'>, key: string): Promise<CommitRecord | undefined> {
  return readOwnFile(session, key, recordForm)
}

/** Of all that are there; one that is finished meanwhile is not. */
export async function readRecords(session: Reading): Promise<readonly CommitRecord[]> {
  const found = await Promise.all((await recordKeys(session)).map((key) => readRecord(session, key)))
  return found.filter((record) => record !== undefined)
}

/** Those whose loads come together: some of their files may be there and others not yet. */
export async function unfinishedTogether(session: Reading): Promise<readonly CommitRecord[]> {
  return (await readRecords(session)).filter(({ loadIds }) => loadIds.length > 1)
}
