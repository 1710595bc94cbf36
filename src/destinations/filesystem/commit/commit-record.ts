import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { CommitPlan, StoredState } from '../../../contracts/destination.ts'
import { isExpectedState } from '../../state-moved.ts'
import { readOwnFile } from '../json-file.ts'
import { ownPrefix } from '../keys.ts'
import type { LakeSession } from '../session.ts'
import { newestState } from '../states.ts'

/**
 * Loads whose files are all there, and the last files that make them visible. Once it is written they are committed as far as
 * anybody who comes across it is concerned: it is finished, by whoever that is.
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

/** Loads that move a state from the same version have the same key: one of them comes through. */
export function recordKey(session: LakeSession, record: CommitRecord): string {
  const { expected, loadIds } = record
  const name = expected === null ? ['loads', ...loadIds] : [expected.pipeline, String(expected.version), expected.hash]
  const digest = createHash('sha256').update(JSON.stringify(name)).digest('hex').slice(0, 24)
  return `${ownPrefix(session, 'commits')}${digest}.json`
}

/** What the plans' state asks for; null: no state is moved. */
export function expectedOf(plans: readonly CommitPlan[]): CommitRecord['expected'] {
  const plan = plans.find(({ stateRow, package: load }) => stateRow !== null && load.expectedState !== null)
  const expected = plan?.package.expectedState
  if (plan === undefined || expected === null || expected === undefined) return null
  return { pipeline: plan.package.pipeline, ...expected }
}

/**
 * Finishes what is written down under a key, unless the state was moved by others before; then it is withdrawn. May be done by
 * several at once.
 * @returns Whether its loads are committed.
 */
export async function finishRecord(session: LakeSession, key: string): Promise<boolean> {
  const { storage } = session.bucket
  const record = await readOwnFile(session, key, recordForm)
  if (record === undefined) return false
  const isValid = await isStillExpected(session, record)
  if (isValid) for (const { key: file, text } of record.puts) await storage.putIfAbsent(file, text)
  await storage.delete(key)
  return isValid
}

/** Keys of all that are there. */
export function recordKeys(session: LakeSession): Promise<readonly string[]> {
  return session.bucket.storage.list(ownPrefix(session, 'commits'))
}

async function isStillExpected(session: LakeSession, { expected, loadIds }: CommitRecord): Promise<boolean> {
  if (expected === null) return true
  const newest: StoredState | undefined = await newestState(session, expected.pipeline)
  // A helper may have come as far as the state's load row.
  return isExpectedState(newest, expected) || (newest !== undefined && loadIds.includes(newest.loadId))
}
