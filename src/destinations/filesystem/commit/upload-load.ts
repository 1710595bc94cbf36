import type { CommitPlan, StagedJob } from '../../../contracts/destination.ts'
import { createTurns } from '../../../storage/turns.ts'
import type { LakeSession } from '../session.ts'
import { placeOf } from '../table-place.ts'
import { convertJob } from './convert-job.ts'
import type { PlacedJob } from './place-jobs.ts'
import type { PreparedLoad } from './prepare-load.ts'

const AT_ONCE = 8

/** Brings all files of a load, but those that make it visible. Repeatable. */
export async function uploadLoad(session: LakeSession, load: PreparedLoad, signal: AbortSignal): Promise<void> {
  const turn = createTurns(AT_ONCE)
  const failure = new AbortController()
  const either = AbortSignal.any([signal, failure.signal])
  const uploads = load.jobs.map((job) =>
    turn(async () => {
      either.throwIfAborted()
      await upload(session, job, either)
    }),
  )
  try {
    await Promise.all(uploads)
  } catch (error) {
    failure.abort(error)
    await Promise.allSettled(uploads)
    throw error
  }
  await changeTables(session, load)
  if (load.schema !== undefined) await session.bucket.storage.put(load.schema.key, load.schema.text)
}

async function upload(session: LakeSession, { staged, table, key, convertTo }: PlacedJob, signal: AbortSignal) {
  const { storage } = session.bucket
  if (convertTo !== undefined) {
    await storage.putFile(key, await convertJob(session, staged, { format: convertTo, table }), signal)
    return
  }
  if (await storage.linkFile?.(key, staged.location)) return
  await storage.putFile(key, staged.location, signal)
}

/** Files of open formats are Parquet, whatever the hint says. */
async function asParquet(
  session: LakeSession,
  { schema }: CommitPlan,
  jobs: readonly StagedJob[],
): Promise<readonly StagedJob[]> {
  return Promise.all(
    jobs.map(async (staged) => {
      const table = schema.tables.get(staged.job.table)
      if (staged.job.format === 'parquet' || table === undefined) return staged
      const location = await convertJob(session, staged, { format: 'parquet', table })
      return { ...staged, location, job: { ...staged.job, format: 'parquet' } }
    }),
  )
}

/** Tables in an open format have a log of their own, which tells loads apart that are not committed. */
async function changeTables(session: LakeSession, { plan, work }: PreparedLoad): Promise<void> {
  for (const { format, change } of work.chains) {
    const place = await placeOf(session, plan.schema)
    await format.commit(place, {
      ...change,
      restarted: work.dropped,
      jobs: await asParquet(session, plan, change.jobs),
    })
  }
}
