import type { Context } from '../contracts/context.ts'
import type { Loader } from '../contracts/destination.ts'
import type { JobFile, LoadPackage } from '../contracts/load-package.ts'
import { DestinationError, TolvaError } from '../errors/tolva-error.ts'
import { markFailed, markLoaded } from '../package/mark-package.ts'
import { jobPath, verifyPackage } from '../package/read-package.ts'
import type { WorkingFolder } from '../package/working-folder.ts'
import { fromStored } from '../schema/stored-form.ts'
import { type RetryOptions, withRetry } from './retry.ts'
import { stageJobs } from './stage-jobs.ts'
import { stateRow } from './state-row.ts'

export interface LoadOptions {
  readonly folder: WorkingFolder
  readonly loader: Loader
  readonly context: Pick<Context, 'signal' | 'emit' | 'logger' | 'now'>
  /** `size` where this process has just sealed the package. Default `digest`. */
  readonly verify?: 'digest' | 'size'
  /** Keeps the job files of a loaded package. Default false. */
  readonly keepFiles?: boolean
  readonly retry?: Pick<RetryOptions, 'attempts' | 'firstWaitMs'>
}

/** `already-loaded`: an earlier run had committed this load id, so only its record was completed. */
export type LoadOutcome = 'loaded' | 'already-loaded'

/**
 * Brings a sealed package into its destination exactly once: verify, stage, commit, record. Repeatable at any point.
 * A package that fails for good is marked failed and stays; one that is interrupted stays as it is.
 * @throws DestinationError
 */
export async function loadPackage(load: LoadPackage, options: LoadOptions): Promise<LoadOutcome> {
  const { folder, context } = options
  const at = () => new Date(context.now()).toISOString()
  try {
    const outcome = await bringIn(load, options)
    await markLoaded(folder, load.loadId, { at: at(), keepFiles: options.keepFiles ?? false })
    context.emit({ type: 'package', loadId: load.loadId, state: 'loaded' })
    return outcome
  } catch (error) {
    if (context.signal.aborted) throw error
    const failure = asDestinationError(error, load)
    await markFailed(folder, load.loadId, { at: at(), error: failure })
    context.emit({ type: 'package', loadId: load.loadId, state: 'failed' })
    throw failure
  }
}

async function bringIn(load: LoadPackage, options: LoadOptions): Promise<LoadOutcome> {
  const { folder, loader, context } = options
  const { signal } = context
  const retry: RetryOptions = {
    ...options.retry,
    signal,
    onRetry(error, attempt, waitMs) {
      context.logger.warn('loading again', { loadId: load.loadId, attempt, waitMs, code: error.code })
      context.emit({ type: 'waiting', why: error.message, ms: waitMs })
    },
  }
  const committed = await withRetry(() => loader.committedLoadIds([load.loadId]), retry)
  if (committed.has(load.loadId)) {
    const message = `load package ${load.loadId} is in the destination already; nothing was loaded again`
    context.emit({ type: 'warning', code: 'already_loaded', message })
    context.logger.info('package loaded before', { loadId: load.loadId })
    return 'already-loaded'
  }
  await verifyPackage(folder, load, options.verify ?? 'digest')
  const tell = ({ id: job, table, rows, bytes }: JobFile, state: 'started' | 'staged' | 'loaded') =>
    context.emit({ type: 'job', job, table, state, loadId: load.loadId, rows, bytes })
  const staged = await stageJobs(
    {
      stage(job, path, inner) {
        tell(job, 'started')
        return withRetry(() => loader.stage(job, path, inner), retry)
      },
    },
    load.jobs,
    {
      signal,
      pathOf: (job) => jobPath(folder, load, job),
      onStaged: (job) => tell(job, 'staged'),
    },
  )
  const plan = { package: load, schema: fromStored(load.schema), staged, stateRow: stateRow(load) }
  await withRetry(() => loader.commit(plan, signal), retry)
  for (const job of load.jobs) tell(job, 'loaded')
  return 'loaded'
}

function asDestinationError(error: unknown, load: LoadPackage): TolvaError {
  if (error instanceof TolvaError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new DestinationError(`load package ${load.loadId} could not be loaded: ${message}`, {
    code: 'load_failed',
    hint: 'The package stays; run again to load it.',
    context: { pipeline: load.pipeline },
    cause: error,
  })
}
