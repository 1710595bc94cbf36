import type { StagedJob, StageOptions } from '../../contracts/destination.ts'
import type { JobFile } from '../../contracts/load-package.ts'
import type { StagingArea } from './open-staging.ts'
import { stagedKey } from './staged-key.ts'

/** Uploads a job file, over what an earlier try may have left. A job without rows needs no file. */
export async function stageJob(
  area: StagingArea,
  { job, path }: { readonly job: JobFile; readonly path: string },
  { signal, loadId }: StageOptions,
): Promise<StagedJob> {
  signal.throwIfAborted()
  if (job.rows === 0) return { job, location: path }
  const { storage } = await area.bucket()
  const key = stagedKey(area.dataset, loadId, job)
  await storage.putFile(key, path, signal)
  return { job, location: storage.urlOf(key) }
}
