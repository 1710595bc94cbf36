import type { Context } from '../contracts/context.ts'
import type { Loader } from '../contracts/destination.ts'
import type { LoadPackage } from '../contracts/load-package.ts'
import { ConfigError, InternalError, TolvaError } from '../errors/tolva-error.ts'
import { loadPackages } from '../load/load.ts'
import { pendingPackages } from '../package/list-packages.ts'
import { pendingTogether } from '../package/pending-together.ts'
import { fromStored } from '../schema/stored-form.ts'
import type { Engine } from './engine.ts'
import type { PackageInfo } from './load-info.ts'
import { publishSnapshot } from './state-snapshots.ts'
import { waysOut } from './ways-out.ts'

export interface LoadPendingOptions {
  readonly engine: Engine
  readonly context: Context
  readonly loader: Loader
  /** Load ids that this very run sealed. */
  readonly own: ReadonlySet<string>
  /** The last that is loaded; absent: all. */
  readonly until?: string | undefined
  /** Gets every package that was tried, failed ones last. */
  readonly tried: PackageInfo[]
}

/**
 * Loads every sealed package, oldest first, those that were sealed as one together, and stops at the first that fails.
 *
 * @throws DestinationError. The failed packages and those behind them stay.
 */
export async function loadPending(options: LoadPendingOptions): Promise<void> {
  const { engine, context, loader, own, tried } = options
  for await (const loads of pendingTogether(engine.folder)) {
    const infos = (how: Pick<PackageInfo, 'state' | 'error'>) =>
      loads.map((load) => packageInfo(load, { ...how, pending: !own.has(load.loadId) }))
    try {
      for (const load of loads) await publishSnapshot(engine, loader, load)
      const verify = loads.every(({ loadId }) => own.has(loadId)) ? 'size' : 'digest'
      await loadPackages(loads, { folder: engine.folder, loader, context, verify })
    } catch (error) {
      if (!context.signal.aborted && error instanceof TolvaError)
        tried.push(...infos({ state: 'failed', error: error.message }))
      throw error
    }
    tried.push(...infos({ state: 'loaded' }))
    if (loads.some(({ loadId }) => loadId === options.until)) return
  }
}

/**
 * What to do with packages of an earlier run, before a new one.
 *
 * @throws ConfigError `packages_pending` under the policy `fail`.
 */
export async function decidePending(engine: Engine): Promise<'load' | 'discard' | 'nothing'> {
  const pending = await pendingPackages(engine.folder)
  if (pending.length === 0) return 'nothing'
  const ids = pending.map(({ loadId }) => loadId)
  if (engine.pending === 'finish') return 'load'
  if (engine.pending === 'fail') {
    throw new ConfigError(
      `Pipeline ${engine.name} has ${ids.length} package(s) that are not loaded: ${ids.join(', ')}.`,
      {
        code: 'packages_pending',
        hint: `Load them with pipeline.load(), or run with pending: 'finish' or 'discard'. ${waysOut(engine.name, ids)}`,
        context: { pipeline: engine.name },
      },
    )
  }
  return 'discard'
}

/** A package as the report of a run shows it. */
export function packageInfo(load: LoadPackage, how: Pick<PackageInfo, 'state' | 'pending' | 'error'>): PackageInfo {
  const schema = fromStored(load.schema)
  if (schema.version_hash === '') {
    throw new InternalError(`Load package ${load.loadId} holds a schema without a hash.`, { code: 'schema_not_bumped' })
  }
  return {
    loadId: load.loadId,
    schemaName: schema.name,
    schemaHash: schema.version_hash,
    ...how,
    dropped: load.drop,
    emptied: load.truncate,
    jobs: load.jobs.map(({ id, table, rows, bytes }) => ({ id, table, rows, bytes })),
    report: load.report,
  }
}
