import type { Context } from '../contracts/context.ts'
import { TolvaError } from '../errors/tolva-error.ts'
import type { Lease } from '../package/lease.ts'
import { sweep } from '../package/sweep.ts'
import type { Engine } from './engine.ts'
import type { PackageInfo } from './load-info.ts'
import { writeTrace } from './trace.ts'

/** Whoever has the lease now has swept what this run wrote: that, and not what is missing, is what went wrong. */
export async function throwWhereLost(lease: Lease, cause: unknown): Promise<void> {
  try {
    await lease.assertHeld()
  } catch (lost) {
    if (!(lost instanceof TolvaError) || lost.code !== 'lease_lost') return
    throw lost === cause ? lost : Object.assign(lost, { cause })
  }
}

/** Deletes what was written in vain: on a full disk the next run could not even begin beside it. */
export async function sweepAfter({ folder, context, name }: Engine): Promise<void> {
  try {
    await sweep(folder)
  } catch (error) {
    context.logger.warn('what was written in vain was not deleted', { pipeline: name, error })
  }
}

/** What a report says that could not be written down. */
export const NOT_RECORDED = 'The report of this run could not be written; the log says why.'

/** How a run ended does not depend on whether it can be written down. */
export async function recordRun(engine: Engine, trace: Parameters<typeof writeTrace>[1]): Promise<boolean> {
  try {
    await writeTrace(engine, trace)
    return true
  } catch (error) {
    engine.context.logger.warn('the report of the run was not written', { pipeline: engine.name, error })
    return false
  }
}

/** Says what a run that stops has loaded all the same: that stays. */
export function tellOfLoaded(packages: readonly PackageInfo[], { emit }: Pick<Context, 'emit'>): void {
  const own = packages.filter(({ state, pending }) => state === 'loaded' && !pending).map(({ loadId }) => loadId)
  if (own.length === 0) return
  const message = `${own.length} package(s) of this run are loaded and stay: ${own.join(', ')}; the next run goes on behind them`
  emit({ type: 'warning', code: 'partly_loaded', message })
}
