import { nameOf, ownPrefix } from '../keys.ts'
import { committedLoads } from '../loads.ts'
import type { LakeSession } from '../session.ts'
import { finishRecord } from './commit-record.ts'
import { deleteKeys } from './delete-keys.ts'
import { beatKey } from './heartbeat.ts'
import { type Intent, intentKey, readIntent } from './intent.ts'
import { recordKeys } from './record-file.ts'
import { isAbandoned, sweep } from './take-over.ts'

/**
 * Brings to an end what loads have left that came to none: commits that were decided are finished, files that a committed load
 * replaced are deleted, and what abandoned ones brought is taken away.
 * @param own Loads that are about to be gone on with.
 */
export async function clearUp(session: LakeSession, own: readonly string[]): Promise<void> {
  for (const key of await recordKeys(session)) await finishRecord(session, key)
  const objects = await session.bucket.storage.entries(ownPrefix(session, 'intents'))
  if (objects.length === 0) return
  const committed = await committedLoads(session)
  for (const { key, modifiedAt } of objects) {
    const loadId = nameOf(key).replace(/\.json$/, '')
    const intent = await readIntent(session, loadId)
    if (intent === undefined) continue
    if (committed.has(loadId)) await finishIntent(session, intent)
    else if (!own.includes(loadId)) await clearAbandoned(session, intent, Date.parse(modifiedAt))
  }
}

/** Deletes what a committed load replaced, and then its intent. May be done by several at once. */
export async function finishIntent(session: LakeSession, intent: Intent): Promise<void> {
  await deleteKeys(session, intent.deletes)
  await session.bucket.storage.delete(intentKey(session, intent.loadId))
}

async function clearAbandoned(session: LakeSession, intent: Intent, writtenAt: number): Promise<void> {
  const [beat] = await session.bucket.storage.entries(beatKey(session, intent.loadId))
  const lastSign = Math.max(writtenAt, beat === undefined ? 0 : Date.parse(beat.modifiedAt))
  if (!isAbandoned(session, intent, lastSign)) return
  const { loadId, pipeline } = intent
  if (!(await sweep(session, intent))) return
  session.context.logger.warn('abandoned load cleared away', {
    loadId,
    pipeline,
    files: Object.keys(intent.files).length,
  })
}
