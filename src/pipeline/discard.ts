import { giveUpPackage } from '../package/given-up.ts'
import { takeLease } from '../package/lease.ts'
import { markLoaded } from '../package/mark-package.ts'
import { readPackage } from '../package/read-package.ts'
import { sweep } from '../package/sweep.ts'
import { isRecord } from '../values/is-record.ts'
import type { Aborted, AbortOptions } from './abort.ts'
import { committedOf } from './committed.ts'
import { type Engine, freshState, underLease } from './engine.ts'
import { unmarked } from './state.ts'
import { tidy } from './tidy.ts'
import { waitingIds, waitingWith } from './waiting.ts'
import { recoverWorkspace, saveWorkspace, type Workspace } from './workspace.ts'

/**
 * Removes packages that wait to be loaded and keeps the state and schemas that they made: their rows are never loaded,
 * because the next run goes on behind them. With a package go those that were sealed as one with it, and those that can be
 * loaded only behind it.
 *
 * @throws ConfigError `not_pending`, `locked`; DestinationError `abort_unchecked`.
 */
export async function discardPackages(idle: Engine, options: AbortOptions): Promise<Aborted> {
  if (options.dryRun) return planDiscard(idle, options)
  await using lease = await takeLease(idle.folder, idle.context)
  const engine = underLease(idle, lease)
  await sweep(engine.folder)
  const workspace = await recoverWorkspace(engine.folder, freshState(engine, await engine.destination()), {
    skipDamaged: true,
  })
  const { discarded } = await discardHeld(engine, workspace, options)
  await tidy(engine)
  return discarded
}

/** The same within a run, which holds the lease and has recovered the workspace. */
export async function discardHeld(
  engine: Engine,
  workspace: Workspace,
  options: AbortOptions,
): Promise<{ readonly discarded: Aborted; readonly workspace: Workspace }> {
  const plan = await planDiscard(engine, options)
  // The state counted as stored with its package; the next one has to carry it.
  const kept = plan.loadIds.length === 0 ? workspace : { ...workspace, state: unmarked(workspace.state) }
  await saveWorkspace(engine.folder, kept, workspace)
  const { logger } = engine.context
  const at = new Date(engine.context.now()).toISOString()
  for (const loadId of plan.loaded) await markLoaded(engine.folder, loadId, { at })
  for (const loadId of plan.loadIds.toReversed()) {
    await giveUpPackage(engine.folder, loadId, { how: 'discarded', at, logger })
    logger.info('package discarded', { pipeline: engine.name, loadId })
  }
  return { discarded: plan, workspace: kept }
}

async function planDiscard(engine: Engine, { loadId, unchecked }: AbortOptions): Promise<Aborted> {
  const waiting = await waitingIds(engine)
  const chosen =
    loadId === undefined ? waiting : await withFollowers(engine, await waitingWith(engine, loadId), waiting)
  const committed = unchecked ? new Set<string>() : await committedOf(engine, chosen)
  return {
    loadIds: chosen.filter((one) => !committed.has(one)),
    loaded: chosen.filter((one) => committed.has(one)),
  }
}

/** With the packages that can be loaded only behind these: each expects the state that one of these brings. */
async function withFollowers(
  { folder }: Engine,
  chosen: readonly string[],
  waiting: readonly string[],
): Promise<readonly string[]> {
  const going = new Set(chosen)
  const hashes = new Set<unknown>()
  for (const loadId of waiting) {
    // One that cannot be read can only be chosen itself.
    const load = await readPackage(folder, loadId).catch(() => undefined)
    if (load?.expectedState && hashes.has(load.expectedState.hash))
      for (const one of load.together ?? [loadId]) going.add(one)
    if (going.has(loadId) && isRecord(load?.state)) hashes.add(load.state._version_hash)
  }
  return waiting.filter((loadId) => going.has(loadId))
}
