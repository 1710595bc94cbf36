import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { DestinationError } from '../../../errors/tolva-error.ts'
import { liveness } from '../../../package/lease-liveness.ts'
import { readOwnFile } from '../json-file.ts'
import { ownPrefix } from '../keys.ts'
import { committedLoads } from '../loads.ts'
import type { LakeSession } from '../session.ts'
import { deleteKeys } from './delete-keys.ts'
import { broughtBy, type Intent, intentKey, readIntent, thisOwner } from './intent.ts'
import { readRecords } from './record-file.ts'
import { withdrawTables } from './withdraw-tables.ts'

/** A load that has been silent for so long is given up, wherever it was at work. */
const SILENT_MS = 3_600_000
const POLL_MS = 200
const PATIENCE_MS = 60_000

const claimForm = z.object({
  owner: z.object({ id: z.string(), pid: z.number(), host: z.string(), since: z.number(), heartbeat: z.number() }),
})

const claimKey = (session: LakeSession, loadId: string): string => `${ownPrefix(session, 'sweeps')}${loadId}.json`

/** Whether nobody is at work on a load any more: its process has ended, or has said nothing for an hour. */
export function isAbandoned(session: LakeSession, { owner }: Intent, lastSign: number): boolean {
  const now = session.context.now()
  return liveness(owner, now) === 'ended' || now - lastSign > SILENT_MS
}

/**
 * Takes away what an abandoned load has left, unless somebody has taken it up again. Both write down what they are about to do
 * before they look whether the other has.
 * @returns Whether it is gone.
 */
export async function sweep(session: LakeSession, intent: Intent): Promise<boolean> {
  const { storage } = session.bucket
  const claim = claimKey(session, intent.loadId)
  if (!(await storage.putIfAbsent(claim, JSON.stringify({ owner: thisOwner(session) })))) {
    await dropDeadClaim(session, claim)
    return false
  }
  const current = await readIntent(session, intent.loadId)
  const isSame = current?.owner.id === intent.owner.id && !(await isDecided(session, intent))
  if (isSame) {
    await withdrawTables(session, intent)
    await deleteKeys(session, broughtBy(intent))
    await storage.delete(intentKey(session, intent.loadId))
  }
  await storage.delete(claim)
  return isSame
}

/** Whether a load is committed, or would be by whoever comes across what its process has written down before it ended. */
async function isDecided(session: LakeSession, { loadId }: Intent): Promise<boolean> {
  const records = await readRecords(session)
  return records.some(({ loadIds }) => loadIds.includes(loadId)) || (await committedLoads(session)).has(loadId)
}

/** Writes down that this process goes on with a load that another try has begun, and waits for who may be sweeping it. */
export async function takeOver(session: LakeSession, intent: Intent): Promise<void> {
  const { storage } = session.bucket
  const [key, claim] = [intentKey(session, intent.loadId), claimKey(session, intent.loadId)]
  await storage.put(key, JSON.stringify(intent))
  const until = performance.now() + PATIENCE_MS
  while ((await storage.get(claim)) !== undefined) {
    if (await dropDeadClaim(session, claim)) break
    if (performance.now() > until) throw beingSwept(session, intent)
    await wait(POLL_MS, undefined, { signal: session.context.signal })
  }
  await storage.put(key, JSON.stringify(intent))
}

async function dropDeadClaim(session: LakeSession, key: string): Promise<boolean> {
  const claim = await readOwnFile(session, key, claimForm)
  if (claim === undefined) return true
  if (liveness(claim.owner, session.context.now()) !== 'ended') return false
  await session.bucket.storage.delete(key)
  return true
}

function beingSwept({ dataset }: LakeSession, { loadId, pipeline }: Intent): DestinationError {
  return new DestinationError(`load ${loadId} is being cleared away by another run, which took it for abandoned`, {
    code: 'load_being_swept',
    hint: 'Run again: the package is kept and is loaded anew.',
    retry: true,
    context: { pipeline, dataset },
  })
}
