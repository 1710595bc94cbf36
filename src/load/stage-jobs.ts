import type { StagedJob } from '../contracts/destination.ts'
import type { JobFile } from '../contracts/load-package.ts'

export interface StageOptions {
  /** Absolute path or URL of a job's file. */
  readonly pathOf: (job: JobFile) => string
  readonly signal: AbortSignal
  /** How many at once. Default 4. */
  readonly parallel?: number
  readonly onStaged?: (job: JobFile) => void
}

/** Stages all jobs, a few at a time, and returns them in their order. The first failure stops the rest. */
export async function stageJobs(
  loader: { stage(job: JobFile, path: string, signal: AbortSignal): Promise<StagedJob> },
  jobs: readonly JobFile[],
  options: StageOptions,
): Promise<readonly StagedJob[]> {
  const staged: StagedJob[] = new Array(jobs.length)
  const failure = new AbortController()
  const signal = AbortSignal.any([options.signal, failure.signal])
  const queue = jobs.entries()
  async function worker(): Promise<void> {
    for (const [index, job] of queue) {
      signal.throwIfAborted()
      staged[index] = await loader.stage(job, options.pathOf(job), signal)
      options.onStaged?.(job)
    }
  }
  const workers = Array.from({ length: Math.min(options.parallel ?? 4, jobs.length) }, worker)
  try {
    await Promise.all(workers)
  } catch (error) {
    failure.abort(error)
    await Promise.allSettled(workers)
    throw error
  }
  return staged
}
