import type { CommitPlan } from '../../../contracts/destination.ts'
import { DestinationError, TolvaError } from '../../../errors/tolva-error.ts'
import { loadIdTaken } from '../../../package/load-id-taken.ts'
import { isExpectedState, stateMoved } from '../../state-moved.ts'
import { ensureDataset } from '../dataset-version.ts'
import { systemPrefix } from '../keys.ts'
import { committedLoads } from '../loads.ts'
import type { LakeSession } from '../session.ts'
import { newestState, pruneStates } from '../states.ts'
import { clearUp, finishIntent } from './clear-up.ts'
import { expectedOf, finishRecord, recordKey } from './commit-record.ts'
import { deleteKeys } from './delete-keys.ts'
import { heartbeat } from './heartbeat.ts'
import { broughtBy, type Intent, intentKey, readIntent } from './intent.ts'
import { type PreparedLoad, prepareLoad, withDeletes } from './prepare-load.ts'
import type { CommitRecord } from './record-file.ts'
import { uploadLoad } from './upload-load.ts'
import { withdrawTables } from './withdraw-tables.ts'

/**
 * Brings packages in: all of their files first, then at once what makes them visible. What an earlier try has committed is left
 * alone, and what it has begun is gone on with.
 * @throws DestinationError `load_id_taken`, `state_moved`, `load_being_swept`…
 */
export async function commit(session: LakeSession, plans: readonly CommitPlan[], signal: AbortSignal): Promise<void> {
  const before = await committedLoads(session)
  const taken = plans.find(({ package: load, retried }) => before.has(load.loadId) && !retried)
  if (taken !== undefined) throw loadIdTaken(taken.package)
  await clearUp(
    session,
    plans.map((plan) => plan.package.loadId),
  )
  const committed = await committedLoads(session)
  const wanted = plans.filter(({ package: load }) => !committed.has(load.loadId))
  if (wanted.length === 0) return
  for (const plan of wanted) await checkState(session, plan)
  const initialVersion = await ensureDataset(session)
  await using _beats = heartbeat(
    session,
    wanted.map((plan) => plan.package.loadId),
  )
  const loads: PreparedLoad[] = []
  const progress = { isDecided: false }
  try {
    for (const plan of wanted) loads.push(await prepareLoad(session, plan, initialVersion))
    for (const load of loads) await uploadLoad(session, load, signal)
    const intents: Intent[] = []
    for (const load of loads) intents.push(await settle(session, load))
    signal.throwIfAborted()
    await decide(session, loads, progress)
    await tidy(session, loads, intents)
  } catch (error) {
    if (!progress.isDecided && isFinal(error)) await withdraw(session, loads)
    throw error
  }
}

/** Looks once more whether the load is still this process's own, and writes down what goes when it is committed. */
async function settle(session: LakeSession, load: PreparedLoad): Promise<Intent> {
  const there = await readIntent(session, load.intent.loadId)
  if (there?.owner.id !== load.intent.owner.id) {
    throw new DestinationError(`load ${load.intent.loadId} was taken up by another run meanwhile`, {
      code: 'load_taken_over',
      hint: 'Run again: what the other has not loaded is loaded then.',
      retry: true,
      context: { pipeline: load.intent.pipeline, dataset: session.dataset },
    })
  }
  const intent = await withDeletes(session, load)
  if (intent.deletes.length > 0)
    await session.bucket.storage.put(intentKey(session, intent.loadId), JSON.stringify(intent))
  return intent
}

/** The moment from which on the loads are committed. Where one file says so, it does; else a record of all of them does. */
async function decide(
  session: LakeSession,
  loads: readonly PreparedLoad[],
  progress: { isDecided: boolean },
): Promise<void> {
  const { storage } = session.bucket
  const record = recordOf(session, loads)
  const [only] = record.puts
  if (record.puts.length === 1 && only !== undefined) {
    progress.isDecided = true
    await storage.putIfAbsent(only.key, only.text)
    return
  }
  const key = recordKey(session, record)
  while (!(await storage.putIfAbsent(key, JSON.stringify(record)))) {
    // Another load from the same state came first; once it is finished the state has moved.
    await finishRecord(session, key)
    for (const { plan } of loads) await checkState(session, plan)
  }
  progress.isDecided = true
  await finishRecord(session, key)
  const committed = await committedLoads(session)
  if (record.loadIds.every((loadId) => committed.has(loadId))) return
  progress.isDecided = false
  for (const { plan } of loads) await checkState(session, plan)
  throw new DestinationError(`the commit of load ${record.loadIds.join(', ')} was withdrawn`, {
    code: 'write_conflict',
    hint: 'Another run loads the same pipeline; run again.',
    retry: true,
    context: { dataset: session.dataset },
  })
}

function recordOf(session: LakeSession, loads: readonly PreparedLoad[]): CommitRecord {
  return {
    loadIds: loads.map(({ intent }) => intent.loadId),
    expected: expectedOf(loads.map(({ plan }) => plan)),
    puts: [
      ...loads.flatMap(({ state }) => (state === undefined ? [] : [state])),
      ...loads.map(({ plan }) => loadRow(session, plan)),
    ],
  }
}

/** The row of `_dlt_loads`, as dlt writes it. */
function loadRow(session: LakeSession, { schema, package: { loadId } }: CommitPlan) {
  const row = {
    load_id: loadId,
    schema_name: schema.name,
    status: 0,
    inserted_at: new Date(session.context.now()).toISOString(),
    schema_version_hash: schema.version_hash,
  }
  return { key: `${systemPrefix(session, 'loads')}${schema.name}__${loadId}.jsonl`, text: JSON.stringify(row) }
}

/** The loads are committed; what cannot be done here now, the next load does. */
async function tidy(session: LakeSession, loads: readonly PreparedLoad[], intents: readonly Intent[]): Promise<void> {
  try {
    for (const intent of intents) await finishIntent(session, intent)
    const bearers = loads.filter(({ state }) => state !== undefined)
    for (const pipeline of new Set(bearers.map(({ plan }) => plan.package.pipeline)))
      await pruneStates(session, pipeline)
  } catch (error) {
    session.context.logger.warn('files of the last load could not be tidied up', { dataset: session.dataset, error })
  }
}

/** Nobody will try such a load again as it is. */
function isFinal(error: unknown): boolean {
  return error instanceof TolvaError && !(error instanceof DestinationError && error.retry)
}

/** What stopped the load is the error to tell, not what cannot be taken away now. */
async function withdraw(session: LakeSession, loads: readonly PreparedLoad[]): Promise<void> {
  try {
    for (const { intent } of loads) {
      await withdrawTables(session, intent)
      await deleteKeys(session, broughtBy(intent))
      await session.bucket.storage.delete(intentKey(session, intent.loadId))
    }
  } catch {}
}

async function checkState(session: LakeSession, plan: CommitPlan): Promise<void> {
  const { pipeline, expectedState, loadId } = plan.package
  if (expectedState === null) return
  const newest = await newestState(session, pipeline)
  if (isExpectedState(newest, expectedState) || newest?.loadId === loadId) return
  throw stateMoved(plan, newest, session.dataset)
}
