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

/**
 * Writes the report of a run down. How the run ended does not depend on whether that can be done.
 * @returns what is to be said where it could not.
 */
export async function recordRun(engine: Engine, trace: Parameters<typeof writeTrace>[1]): Promise<string | undefined> {
  try {
    await writeTrace(engine, trace)
    return undefined
  } catch (error) {
    engine.context.logger.warn('the report of the run was not written', { pipeline: engine.name, error })
    return `The report of this run could not be written: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** Says what a run that stops has loaded all the same: that stays. */
export function tellOfLoaded(packages: readonly PackageInfo[], error: unknown, { emit }: Pick<Context, 'emit'>): void {
  const own = packages.filter(({ state, pending }) => state === 'loaded' && !pending).map(({ loadId }) => loadId)
  if (own.length === 0) return
  if (error instanceof TolvaError) Object.assign(error.context, { loaded: own })
  const message = `${own.length} package(s) of this run are loaded and stay: ${own.join(', ')}; the next run goes on behind them`
  emit({ type: 'warning', code: 'partly_loaded', message })
}

/**
 * Ends the recording or the replay of the run's traffic.
 * @returns what is to be said of it. What goes wrong with it behind a run that has failed must not hide why.
 */
export async function endTraffic(
  { traffic, emit }: Pick<Context, 'traffic' | 'emit'>,
  run: { readonly signal?: AbortSignal; readonly failed?: boolean },
): Promise<readonly string[]> {
  if (traffic === undefined) return []
  try {
    const warnings = await traffic.finish({ failed: run.failed ?? false, interrupted: run.signal?.aborted ?? false })
    for (const message of warnings) emit({ type: 'warning', code: 'traffic', message })
    return warnings
  } catch (error) {
    if (!run.failed) throw error
    return [error instanceof Error ? error.message : String(error)]
  }
}
