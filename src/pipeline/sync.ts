import type { Loader, StoredState } from '../contracts/destination.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import type { Schema } from '../schema/stored.ts'
import { fromStored } from '../schema/stored-form.ts'
import { decodeState } from '../values/state-codec.ts'
import { markStored, type NewState, type PipelineState, readState } from './state.ts'
import { emptyWorkspace, type Workspace } from './workspace.ts'

export interface Synced {
  readonly workspace: Workspace
  /** The newest committed state there; undefined: none. */
  readonly remote: StoredState | undefined
  /** What happened, for the report. */
  readonly outcome: 'unchanged' | 'restored' | 'dataset gone'
}

export interface SyncOptions {
  readonly pipeline: string
  readonly fresh: NewState
  /** True while packages wait to be loaded: then nothing local is given up. */
  readonly pending: boolean
  readonly now: () => number
}

/**
 * Compares the local state with the newest committed one at the destination. A remote state that is as new or newer and
 * differs is taken over with its schemas; a dataset that is gone makes the pipeline start anew.
 *
 * @throws ConfigError `other_pipeline` where the stored state is another pipeline's.
 */
export async function syncWorkspace(loader: Loader, local: Workspace, options: SyncOptions): Promise<Synced> {
  const exists = await loader.datasetExists()
  const remote = exists ? await loader.newestState(options.pipeline) : undefined
  if (!exists && !local.state._local.first_run && !options.pending) {
    return { workspace: emptyWorkspace(options.fresh), remote, outcome: 'dataset gone' }
  }
  if (remote === undefined) return { workspace: local, remote, outcome: 'unchanged' }
  const state = readState(decodeState(remote.state))
  if (state.pipeline_name !== options.pipeline) {
    throw new ConfigError(`The stored state belongs to pipeline ${state.pipeline_name}, not to ${options.pipeline}.`, {
      code: 'other_pipeline',
      hint: 'Give the pipeline its own dataset, or the name that the state has.',
      context: { pipeline: options.pipeline },
    })
  }
  const differs = state._version_hash !== local.state._version_hash
  if (!differs || state._state_version < local.state._state_version) {
    return { workspace: await withMissingSchemas(loader, local), remote, outcome: 'unchanged' }
  }
  return { workspace: await restored(loader, { local, state, options }), remote, outcome: 'restored' }
}

async function restored(
  loader: Loader,
  from: { readonly local: Workspace; readonly state: PipelineState; readonly options: SyncOptions },
): Promise<Workspace> {
  const { local, options } = from
  const merged: PipelineState = {
    ...from.state,
    dataset_name: local.state.dataset_name,
    _local: { ...local.state._local, first_run: false },
  }
  const schemas = await downloadSchemas(loader, merged.schema_names)
  return { state: markStored(merged, new Date(options.now()).toISOString()), schemas }
}

async function withMissingSchemas(loader: Loader, local: Workspace): Promise<Workspace> {
  const missing = local.state.schema_names.filter((name) => !local.schemas.has(name))
  if (missing.length === 0) return local
  return { ...local, schemas: new Map([...local.schemas, ...(await downloadSchemas(loader, missing))]) }
}

async function downloadSchemas(loader: Loader, names: readonly string[]): Promise<ReadonlyMap<string, Schema>> {
  const schemas = new Map<string, Schema>()
  for (const name of names) {
    const row = await loader.storedSchema({ name })
    if (row !== undefined) schemas.set(name, fromStored(row.schema))
  }
  return schemas
}
