import type { Loader, StoredState } from '../contracts/destination.ts'
import type { StateSnapshot } from '../contracts/state-store.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import type { Schema } from '../schema/stored.ts'
import { fromStored } from '../schema/stored-form.ts'
import { decodeState } from '../values/state-codec.ts'
import { markStored, type NewState, type PipelineState, readState } from './state.ts'
import { snapshotState } from './state-snapshots.ts'
import { emptyWorkspace, type Workspace } from './workspace.ts'

export interface Synced {
  readonly workspace: Workspace
  /** The newest committed state there; undefined: none. */
  readonly remote: StoredState | undefined
  /** What happened, for the report. */
  readonly outcome: 'unchanged' | 'restored' | 'dataset gone'
  /** The state that was taken over, as it was stored. */
  readonly taken?: PipelineState
}

export interface Comparison {
  readonly pipeline: string
  readonly fresh: NewState
  /** True while packages wait to be loaded: then nothing local is given up. */
  readonly pending: boolean
  /** What a state store has; undefined: nothing, or there is none. */
  readonly snapshot: StateSnapshot | undefined
  readonly now: () => number
}

/** A state and where its schemas are. */
interface Source {
  readonly state: PipelineState
  schemas(names: readonly string[]): Promise<ReadonlyMap<string, Schema>>
}

/**
 * Compares the local state with the newest committed one at the destination and in the state store. A stored state that is
 * as new or newer and differs is taken over with its schemas; a dataset that is gone makes the pipeline start anew.
 *
 * @throws ConfigError `other_pipeline` where the stored state is another pipeline's.
 */
export async function syncWorkspace(loader: Loader, local: Workspace, options: Comparison): Promise<Synced> {
  const exists = await loader.datasetExists()
  const remote = exists ? await loader.newestState(options.pipeline) : undefined
  if (!exists && !local.state._local.first_run && !options.pending) {
    return { workspace: emptyWorkspace(options.fresh), remote, outcome: 'dataset gone' }
  }
  const source = newest(fromDestination(loader, remote), fromStore(options.snapshot))
  if (source === undefined) return { workspace: local, remote, outcome: 'unchanged' }
  const { state } = source
  if (state.pipeline_name !== options.pipeline) {
    throw new ConfigError(`The stored state belongs to pipeline ${state.pipeline_name}, not to ${options.pipeline}.`, {
      code: 'other_pipeline',
      hint: 'Give the pipeline its own dataset, or the name that the state has.',
      context: { pipeline: options.pipeline },
    })
  }
  const differs = state._version_hash !== local.state._version_hash
  if (!differs || state._state_version < local.state._state_version) {
    return { workspace: await withMissingSchemas(source, local), remote, outcome: 'unchanged' }
  }
  return { workspace: await restored(source, local, options), remote, outcome: 'restored', taken: state }
}

function fromDestination(loader: Loader, remote: StoredState | undefined): Source | undefined {
  if (remote === undefined) return undefined
  return { state: readState(decodeState(remote.state)), schemas: (names) => downloadSchemas(loader, names) }
}

function fromStore(snapshot: StateSnapshot | undefined): Source | undefined {
  if (snapshot === undefined) return undefined
  return {
    state: snapshotState(snapshot),
    async schemas(names) {
      const texts = names.flatMap((name) => snapshot.schemas[name] ?? [])
      return new Map(texts.map((text) => fromStored(text)).map((schema) => [schema.name, schema]))
    },
  }
}

/** The higher version wins; of two alike the store's, whose schemas are at hand. */
function newest(destination: Source | undefined, store: Source | undefined): Source | undefined {
  if (destination === undefined || store === undefined) return destination ?? store
  return destination.state._state_version > store.state._state_version ? destination : store
}

/** The stored state; what was given in code stays as it was given. */
async function restored(source: Source, local: Workspace, options: Comparison): Promise<Workspace> {
  const merged: PipelineState = {
    ...source.state,
    dataset_name: local.state.dataset_name,
    destination_type: local.state.destination_type,
    _local: { ...local.state._local, first_run: false },
  }
  const schemas = await source.schemas(merged.schema_names)
  return { state: markStored(merged, new Date(options.now()).toISOString()), schemas }
}

async function withMissingSchemas(source: Source, local: Workspace): Promise<Workspace> {
  const missing = local.state.schema_names.filter((name) => !local.schemas.has(name))
  if (missing.length === 0) return local
  return { ...local, schemas: new Map([...local.schemas, ...(await source.schemas(missing))]) }
}

async function downloadSchemas(loader: Loader, names: readonly string[]): Promise<ReadonlyMap<string, Schema>> {
  const schemas = new Map<string, Schema>()
  for (const name of names) {
    const row = await loader.storedSchema({ name })
    if (row !== undefined) schemas.set(name, fromStored(row.schema))
  }
  return schemas
}
