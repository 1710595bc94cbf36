import { createHash } from 'node:crypto'
import type { CommitPlan } from '../../../contracts/destination.ts'
import { loadIdTaken } from '../../../package/load-id-taken.ts'
import { systemPrefix } from '../keys.ts'
import { hashInName } from '../named-files.ts'
import { readSnapshot } from '../reading/snapshot.ts'
import { allTableKeys } from '../reading/table-files.ts'
import { schemaFile, schemaFiles } from '../schemas.ts'
import type { LakeSession } from '../session.ts'
import { stateFile } from '../states.ts'
import { placeOf } from '../table-place.ts'
import { broughtBy, type Intent, intentKey, readIntent, thisOwner } from './intent.ts'
import { type LakeWork, lakeWork } from './lake-work.ts'
import { type PlacedJob, placeJobs } from './place-jobs.ts'
import { takeOver } from './take-over.ts'

interface TextFile {
  readonly key: string
  readonly text: string
}

/** A load whose intent is written down. */
export interface PreparedLoad {
  readonly plan: CommitPlan
  readonly work: LakeWork
  readonly intent: Intent
  readonly jobs: readonly PlacedJob[]
  /** Absent: it is stored already. */
  readonly schema: TextFile | undefined
  readonly state: TextFile | undefined
}

/**
 * Decides what a load will do, and writes it down before it does any of it. What an earlier try of it has written down is gone
 * on with.
 * @throws DestinationError `load_id_taken`, `load_being_swept`.
 */
export async function prepareLoad(
  session: LakeSession,
  plan: CommitPlan,
  initialVersion: number,
): Promise<PreparedLoad> {
  const work = lakeWork(plan)
  const earlier = await readIntent(session, plan.package.loadId)
  const digest = digestOf(plan)
  if (earlier !== undefined && earlier.digest !== digest) throw loadIdTaken(plan.package)
  const state = stateFile(session, plan)
  const snapshot = await readSnapshot(session)
  const jobs = await placeJobs(session, work, { plan, snapshot, initialVersion, known: earlier?.files ?? {} })
  const stored = await schemaFiles(session, snapshot)
  const isStored = stored.some(({ hash }) => hash === hashInName(plan.schema.version_hash))
  const made = isStored && work.dropped.length === 0 ? undefined : schemaFile(session, plan, stored[0])
  const known = earlier?.others.find((key) => key.startsWith(systemPrefix(session, 'version')))
  const schema = made && { ...made, key: known ?? made.key }
  const place = await placeOf(session, plan.schema)
  const intent: Intent = {
    version: 1,
    loadId: plan.package.loadId,
    pipeline: plan.package.pipeline,
    digest,
    owner: thisOwner(session),
    files: Object.fromEntries(jobs.map(({ staged, key }) => [staged.job.id, key])),
    others: [schema, state].flatMap((file) => (file === undefined ? [] : [file.key])),
    deletes: [],
    tables: work.chains.flatMap(({ format, change }) =>
      change.tables.map(({ name: table }) => ({ format: format.name, table, folder: place.folderOf(table) })),
    ),
  }
  await writeDown(session, plan, intent)
  return { plan, work, intent, jobs, schema, state }
}

/** The intent with what goes once the load is committed: all that the emptied tables hold now. */
export async function withDeletes(session: LakeSession, { plan, work, intent }: PreparedLoad): Promise<Intent> {
  const { schema } = plan
  const snapshot = await readSnapshot(session)
  const own = new Set(broughtBy(intent))
  const keys: string[] = []
  for (const table of new Set([...work.emptied, ...work.dropped])) {
    // A table that is dropped and made anew in an open format starts over in its own log.
    if (work.chains.some(({ change }) => change.tables.some(({ name }) => name === table))) continue
    keys.push(...(await allTableKeys(session, snapshot, { schema, table })))
  }
  if (work.dropped.length > 0) {
    // As dlt does: after a drop the schema starts over.
    const stored = await schemaFiles(session, snapshot)
    keys.push(...stored.filter(({ name }) => name === schema.name).map(({ key }) => key))
  }
  return { ...intent, deletes: keys.filter((key) => !own.has(key)) }
}

async function writeDown(session: LakeSession, { package: load }: CommitPlan, intent: Intent): Promise<void> {
  if (await session.bucket.storage.putIfAbsent(intentKey(session, intent.loadId), JSON.stringify(intent))) return
  const there = await readIntent(session, intent.loadId)
  if (there !== undefined && there.digest !== intent.digest) throw loadIdTaken(load)
  await takeOver(session, intent)
}

function digestOf({ package: { pipeline, createdAt, jobs }, schema }: CommitPlan): string {
  const told = [pipeline, createdAt, schema.version_hash, jobs.map(({ id, digest }) => [id, digest])]
  return createHash('sha256').update(JSON.stringify(told)).digest('hex')
}
