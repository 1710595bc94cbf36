import { giveUpPackage } from '../package/given-up.ts'
import { takeLease } from '../package/lease.ts'
import { markLoaded } from '../package/mark-package.ts'
import { readRestorePoint } from '../package/restore-point.ts'
import { deleteSchemaFile, writeSchemaFile, writeStateFile } from '../package/state-file.ts'
import { sweep } from '../package/sweep.ts'
import { committedOf } from './committed.ts'
import { type Engine, freshState, underLease } from './engine.ts'
import { tidy } from './tidy.ts'
import { waitingIds, waitingWith } from './waiting.ts'
import { recoverWorkspace } from './workspace.ts'

/** Which packages are given up. */
export interface AbortOptions {
  /**
   * The first of them; absent: the oldest that waits. With `abort` all newer ones go with it; with both `abort` and
   * `discard` those that were sealed as one with it.
   */
  readonly loadId?: string
  /** true: says what would be done and does nothing. */
  readonly dryRun?: boolean
  /** true: the destination is not asked, for one that is gone for good. What it had committed would be loaded again. */
  readonly unchecked?: boolean
}

/** What was given up, or would be. */
export interface Aborted {
  /** Oldest first. */
  readonly loadIds: readonly string[]
  /** Packages that the destination had committed before a run died: they count as loaded from now on. */
  readonly loaded: readonly string[]
}

/**
 * Gives up packages that wait to be loaded: their rows are deleted, state and schemas are again what they were before.
 * What the destination has committed already is not given up.
 *
 * @throws ConfigError `not_pending` for a load id that does not wait, `locked`; DestinationError `abort_unchecked` where
 *   the destination cannot be asked.
 */
export async function abortPackages(idle: Engine, options: AbortOptions): Promise<Aborted> {
  if (options.dryRun) return planAbort(idle, options)
  await using lease = await takeLease(idle.folder, idle.context)
  const engine = underLease(idle, lease)
  await sweep(engine.folder)
  await recoverWorkspace(engine.folder, freshState(engine, await engine.destination()), {
    skipDamaged: true,
  })
  const plan = await planAbort(engine, options)
  const { logger } = engine.context
  const at = new Date(engine.context.now()).toISOString()
  for (const loadId of plan.loaded) await markLoaded(engine.folder, loadId, { at })
  for (const loadId of plan.loadIds.toReversed()) {
    await goBack(engine, loadId)
    await giveUpPackage(engine.folder, loadId, { how: 'aborted', at, logger })
    logger.info('package aborted', { pipeline: engine.name, loadId })
  }
  await tidy(engine)
  return plan
}

async function planAbort(engine: Engine, options: AbortOptions): Promise<Aborted> {
  const waiting = await waitingIds(engine)
  const [first] = options.loadId === undefined ? waiting : await waitingWith(engine, options.loadId)
  const committed = options.unchecked ? new Set<string>() : await committedOf(engine, waiting)
  return {
    loadIds: waiting.slice(waiting.indexOf(first ?? '')).filter((loadId) => !committed.has(loadId)),
    loaded: waiting.filter((loadId) => committed.has(loadId)),
  }
}

/** The schema first: a crash in between leaves the package, whose manifest has both. */
async function goBack({ folder }: Engine, loadId: string): Promise<void> {
  const point = await readRestorePoint(folder, loadId)
  if (point === undefined) return
  if (point.schema === null) await deleteSchemaFile(folder, point.schemaName)
  else await writeSchemaFile(folder, point.schemaName, point.schema)
  await writeStateFile(folder, point.state)
}
