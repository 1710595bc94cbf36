import type { Context } from '../contracts/context.ts'
import type { CommitPlan, Loader } from '../contracts/destination.ts'
import type { RunEvent } from '../contracts/events.ts'
import type { JobFile, LoadPackage } from '../contracts/load-package.ts'
import { DestinationError, TolvaError } from '../errors/tolva-error.ts'
import { isLoadIdTaken, loadIdTaken } from '../package/load-id-taken.ts'
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

/** About a minute: a server that restarts is waited for. */
const COMMIT_ATTEMPTS = 8

/** `already-loaded`: an earlier run had committed this load id, so only its record was completed. */
export type LoadOutcome = 'loaded' | 'already-loaded'

/**
 * Brings sealed packages into their destination exactly once, all of them in one commit: verify, stage, commit, record.
 * Repeatable at any point. What fails for good is marked failed and stays; what is interrupted stays as it is.
 * @returns what became of each, in their order.
 * @throws DestinationError
 */
export async function loadPackages(
  loads: readonly LoadPackage[],
  options: LoadOptions,
): Promise<readonly LoadOutcome[]> {
  const { folder, context } = options
  const at = () => new Date(context.now()).toISOString()
  const tell = (state: 'loaded' | 'failed', { loadId }: LoadPackage) => context.emit({ type: 'package', loadId, state })
  try {
    const committed = await bringIn(loads, options)
    for (const load of loads) {
      await markLoaded(folder, load.loadId, { at: at(), keepFiles: options.keepFiles ?? false })
      tell('loaded', load)
    }
    return loads.map(({ loadId }) => (committed.has(loadId) ? 'already-loaded' : 'loaded'))
  } catch (error) {
    if (context.signal.aborted) throw error
    const failure = asDestinationError(error, loads)
    for (const load of loads) {
      // What could not be written down is no reason to hide why the load failed.
      await markFailed(folder, load.loadId, { at: at(), error: failure }).catch((unwritten: unknown) =>
        context.logger.warn('the failure of the package was not recorded', { loadId: load.loadId, error: unwritten }),
      )
      tell('failed', load)
    }
    throw failure
  }
}

/** Returns the load ids that were there already. */
async function bringIn(loads: readonly LoadPackage[], options: LoadOptions): Promise<ReadonlySet<string>> {
  const { folder, loader, context } = options
  const { signal } = context
  const loadIds = loads.map(({ loadId }) => loadId)
  const retry: RetryOptions = {
    ...options.retry,
    signal,
    onRetry(error, attempt, waitMs) {
      context.logger.warn('loading again', { loadId: loadIds.join(' '), attempt, waitMs, code: error.code })
      context.emit({ type: 'waiting', why: error.message, ms: waitMs })
    },
  }
  const committed = await withRetry(() => loader.committedLoadIds(loadIds), retry)
  for (const load of loads.filter(({ loadId }) => committed.has(loadId))) {
    // What this process has just sealed cannot be there.
    if (options.verify === 'size' || (await isLoadIdTaken(folder, load.loadId))) throw loadIdTaken(load)
    tellLoadedBefore(load.loadId, context)
  }
  const wanted = loads.filter(({ loadId }) => !committed.has(loadId))
  if (wanted.length === 0) return committed
  for (const load of wanted) await verifyPackage(folder, load, options.verify ?? 'digest')
  const plans: CommitPlan[] = []
  for (const load of wanted) plans.push(await staged(load, options, retry))
  // An earlier process may have committed what it sealed, even if that cannot be seen yet.
  let retried = options.verify !== 'size'
  const commit = async () => {
    await folder.lease?.assertHeld()
    try {
      await loader.commit(
        plans.map((plan) => ({ ...plan, retried })),
        signal,
      )
    } catch (error) {
      // A conflict has rolled back; of anything else nobody knows how far it came.
      retried ||= !(error instanceof DestinationError && error.code === 'write_conflict')
      throw error
    }
  }
  await withRetry(commit, { attempts: COMMIT_ATTEMPTS, ...retry })
  for (const load of wanted) for (const job of load.jobs) context.emit(jobEvent(load, job, 'loaded'))
  return committed
}

async function staged(load: LoadPackage, options: LoadOptions, retry: RetryOptions): Promise<CommitPlan> {
  const { folder, loader, context } = options
  const stage = (job: JobFile, path: string, inner: AbortSignal) => {
    context.emit(jobEvent(load, job, 'started'))
    return withRetry(() => loader.stage(job, path, { signal: inner, loadId: load.loadId }), retry)
  }
  const jobs = await stageJobs({ stage }, load.jobs, {
    signal: context.signal,
    pathOf: (job) => jobPath(folder, load, job),
    onStaged: (job) => context.emit(jobEvent(load, job, 'staged')),
  })
  return { package: load, schema: fromStored(load.schema), staged: jobs, stateRow: stateRow(load) }
}

function tellLoadedBefore(loadId: string, context: LoadOptions['context']): void {
  const message = `load package ${loadId} is in the destination already; nothing was loaded again`
  context.emit({ type: 'warning', code: 'already_loaded', message })
  context.logger.info('package loaded before', { loadId })
}

function jobEvent({ loadId }: LoadPackage, job: JobFile, state: 'started' | 'staged' | 'loaded'): RunEvent {
  const { id, table, rows, bytes } = job
  return { type: 'job', job: id, table, state, loadId, rows, bytes }
}

function asDestinationError(error: unknown, loads: readonly LoadPackage[]): TolvaError {
  if (error instanceof TolvaError) return error
  const message = error instanceof Error ? error.message : String(error)
  const names = loads.map(({ loadId }) => loadId).join(', ')
  return new DestinationError(`load package ${names} could not be loaded: ${message}`, {
    code: 'load_failed',
    hint: 'The package stays; run again to load it.',
    context: { ...(loads[0] && { pipeline: loads[0].pipeline }) },
    cause: error,
  })
}
