import { createHash } from 'node:crypto'
import type { CommitPlan, StoredState } from '../../../contracts/destination.ts'
import { isExpectedState } from '../../state-moved.ts'
import { ownPrefix } from '../keys.ts'
import type { LakeSession } from '../session.ts'
import { newestState } from '../states.ts'
import { type CommitRecord, readRecord } from './record-file.ts'

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
  const record = await readRecord(session, key)
  if (record === undefined) return false
  const isValid = await isStillExpected(session, record)
  if (isValid) for (const { key: file, text } of record.puts) await storage.putIfAbsent(file, text)
  await storage.delete(key)
  return isValid
}

async function isStillExpected(session: LakeSession, { expected, loadIds }: CommitRecord): Promise<boolean> {
  if (expected === null) return true
  const newest: StoredState | undefined = await newestState(session, expected.pipeline)
  // A helper may have come as far as the state's load row.
  return isExpectedState(newest, expected) || (newest !== undefined && loadIds.includes(newest.loadId))
}
