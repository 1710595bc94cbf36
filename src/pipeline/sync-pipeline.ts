import type { Context } from '../contracts/context.ts'
import { takeLease } from '../package/lease.ts'
import { pendingPackages } from '../package/list-packages.ts'
import { connect, contextOf, type Engine, freshState, underLease } from './engine.ts'
import { newestSnapshot, rememberSnapshot } from './state-snapshots.ts'
import { type Synced, syncWorkspace } from './sync.ts'
import { type SyncChanges, syncChanges } from './sync-changes.ts'
import { recoverWorkspace, saveWorkspace, type Workspace } from './workspace.ts'

/** What `sync` did: `restored` took over the destination's state and schemas, `dataset gone` started anew. */
export interface SyncInfo extends SyncChanges {
  readonly outcome: Synced['outcome']
}

/** How `sync` looks. */
export interface SyncOptions {
  /** true: a database file that does not exist is an error and not made. Default false. */
  readonly readOnly?: boolean
}

/** Takes over the destination's state without running anything. */
export async function syncPipeline(idle: Engine, { readOnly = false }: SyncOptions): Promise<SyncInfo> {
  await using lease = await takeLease(idle.folder, idle.context)
  const engine = underLease(idle, lease)
  const workspace = await recoverWorkspace(engine.folder, freshState(engine, await engine.destination()))
  const synced = await syncLocal(engine, { context: contextOf(engine), workspace, wanted: true, readOnly })
  return { outcome: synced.outcome, ...syncChanges(workspace, synced.workspace) }
}

/** Compares a workspace with the destination and saves it where that changes it. Only under the lease. */
export async function syncLocal(
  engine: Engine,
  from: {
    readonly context: Context
    readonly workspace: Workspace
    readonly wanted: boolean
    readonly readOnly?: boolean
  },
): Promise<Synced> {
  if (!from.wanted || engine.devMode) return { workspace: from.workspace, remote: undefined, outcome: 'unchanged' }
  await using loader = await connect(engine, from.workspace, {
    context: from.context,
    readOnly: from.readOnly ?? false,
  })
  const pending = (await pendingPackages(engine.folder)).length > 0
  const fresh = freshState(engine, await engine.destination())
  const snapshot = await newestSnapshot(engine, loader)
  const compared = await syncWorkspace(loader, from.workspace, {
    pipeline: engine.name,
    fresh: { ...fresh, localDir: from.workspace.state._local.initial_cwd },
    pending,
    snapshot,
    now: from.context.now,
  })
  const synced = { ...compared, workspace: rememberSnapshot(compared.workspace, snapshot) }
  if (synced.workspace !== from.workspace) await saveWorkspace(engine.folder, synced.workspace, from.workspace)
  if (synced.outcome !== 'unchanged') {
    from.context.logger.info('state synced', { pipeline: engine.name, outcome: synced.outcome })
  }
  return synced
}
