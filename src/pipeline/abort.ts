import { ConfigError, DestinationError } from '../errors/tolva-error.ts'
import { takeLease } from '../package/lease.ts'
import { pendingPackages } from '../package/list-packages.ts'
import { discardPackage, markLoaded } from '../package/mark-package.ts'
import { readPackage } from '../package/read-package.ts'
import { readRestorePoint } from '../package/restore-point.ts'
import { deleteSchemaFile, writeSchemaFile, writeStateFile } from '../package/state-file.ts'
import { sweep } from '../package/sweep.ts'
import { connect, contextOf, type Engine, freshState, underLease } from './engine.ts'
import { readWorkspace, recoverWorkspace } from './workspace.ts'

/** Which packages `abort` gives up. */
export interface AbortOptions {
  /** The first of them; absent: the oldest that waits. All newer ones go with it, and those that were sealed as one with it. */
  readonly loadId?: string
  /** true: says what would be done and does nothing. */
  readonly dryRun?: boolean
  /** true: the destination is not asked, for one that is gone for good. What it had committed would be loaded again. */
  readonly unchecked?: boolean
}

/** What was aborted, or would be. */
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
  await recoverWorkspace(engine.folder, freshState(engine, await engine.destination()))
  const plan = await planAbort(engine, options)
  const at = new Date(engine.context.now()).toISOString()
  for (const loadId of plan.loaded) await markLoaded(engine.folder, loadId, { at })
  for (const loadId of plan.loadIds.toReversed()) {
    await goBack(engine, loadId)
    await discardPackage(engine.folder, loadId)
    engine.context.logger.info('package aborted', { pipeline: engine.name, loadId })
  }
  return plan
}

async function planAbort(engine: Engine, options: AbortOptions): Promise<Aborted> {
  const waiting = (await pendingPackages(engine.folder)).map(({ loadId }) => loadId)
  const from = await indexOf(engine, waiting, options.loadId)
  const committed = waiting.length === 0 || options.unchecked ? new Set<string>() : await ask(engine, waiting)
  return {
    loadIds: waiting.slice(from).filter((loadId) => !committed.has(loadId)),
    loaded: waiting.filter((loadId) => committed.has(loadId)),
  }
}

async function indexOf(engine: Engine, waiting: readonly string[], first: string | undefined): Promise<number> {
  if (first === undefined) return 0
  if (waiting.includes(first)) {
    const { together = [first] } = (await readPackage(engine.folder, first)) ?? {}
    return waiting.findIndex((loadId) => together.includes(loadId))
  }
  throw new ConfigError(`Package ${first} of pipeline ${engine.name} does not wait to be loaded.`, {
    code: 'not_pending',
    hint: waiting.length === 0 ? 'No package waits.' : `These wait: ${waiting.join(', ')}.`,
    context: { pipeline: engine.name },
  })
}

async function ask(engine: Engine, loadIds: readonly string[]): Promise<ReadonlySet<string>> {
  const workspace = await readWorkspace(engine.folder, freshState(engine, await engine.destination()))
  try {
    await using loader = await connect(engine, workspace, { context: contextOf(engine) })
    return await loader.committedLoadIds(loadIds)
  } catch (cause) {
    throw new DestinationError(
      `Nothing was aborted: whether ${loadIds.join(', ')} was committed could not be asked of the destination.`,
      {
        code: 'abort_unchecked',
        hint: 'Mend the connection and abort again; or, where the destination is gone, abort({ unchecked: true }) or --unchecked.',
        context: { pipeline: engine.name },
        cause,
      },
    )
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
