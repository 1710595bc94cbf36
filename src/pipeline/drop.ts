import { ConfigError } from '../errors/tolva-error.ts'
import { takeLease } from '../package/lease.ts'
import { listPackages, pendingPackages } from '../package/list-packages.ts'
import { openPackage } from '../package/seal-package.ts'
import { dropTables } from '../schema/drop-tables.ts'
import { newestLoadId, nextLoadId } from '../schema/load-id.ts'
import { emptyDraft } from './empty-draft.ts'
import { connect, contextOf, type Engine, freshState, underLease } from './engine.ts'
import { expectedStateOf } from './expected-state.ts'
import type { PackageInfo } from './load-info.ts'
import { loadPending } from './load-pending.ts'
import { type DropOptions, type Dropped, planPipelineDrop } from './plan-pipeline-drop.ts'
import { sealDrafts } from './seal-drafts.ts'
import { syncLocal } from './sync-pipeline.ts'
import { readWorkspace, recoverWorkspace } from './workspace.ts'

/**
 * Drops tables and state of resources with a load package like any other: all of it or nothing.
 * @throws ConfigError `packages_pending`, `unknown_schema`, `unknown_resource`, `locked`.
 */
export async function dropResources(idle: Engine, options: DropOptions): Promise<Dropped> {
  const fresh = freshState(idle, await idle.destination())
  if (options.dryRun) return planPipelineDrop(await readWorkspace(idle.folder, fresh), options).dropped
  await using lease = await takeLease(idle.folder, idle.context)
  const engine = underLease(idle, lease)
  await refusePending(engine)
  const context = contextOf(engine)
  const local = await recoverWorkspace(engine.folder, fresh)
  const { workspace, remote } = await syncLocal(engine, { context, workspace: local, wanted: true })
  const { dropped, live, state } = planPipelineDrop(workspace, options)
  if (dropped.tables.length + dropped.resourceStates.length + dropped.statePaths.length === 0) return dropped
  const newest = newestLoadId((await listPackages(engine.folder)).at(-1)?.loadId, remote?.loadId)
  const loadId = nextLoadId(context.now() / 1000, newest)
  await openPackage(engine.folder, loadId)
  const base = dropTables(live, dropped.tables)
  const draft = emptyDraft({ live, base, loadId, state, drop: dropped.tablesWithData, reset: true })
  await sealDrafts([draft], { engine, context, workspace, expectedState: expectedStateOf(remote), storeAgain: true })
  await using loader = await connect(engine, workspace, { context })
  const tried: PackageInfo[] = []
  await loadPending({ engine, context, loader, own: new Set([loadId]), tried })
  const [info] = tried
  return { ...dropped, ...(info && { package: info }) }
}

async function refusePending(engine: Engine): Promise<void> {
  const pending = await pendingPackages(engine.folder)
  if (pending.length === 0) return
  throw new ConfigError(`Pipeline ${engine.name} has ${pending.length} package(s) that are not loaded.`, {
    code: 'packages_pending',
    hint: 'Load them with pipeline.load(), or give them up with pipeline.abort(), then drop.',
    context: { pipeline: engine.name },
  })
}
