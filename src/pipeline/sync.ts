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
  /** The newest committed state there; null: there is none; undefined: nobody asked. */
  readonly remote: StoredState | null | undefined
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
 * as new or newer and differs is taken over with its schemas; a schema that another machine grew from the local one is
 * taken over by itself; a dataset that is gone makes the pipeline start anew.
 *
 * @throws ConfigError `other_pipeline` where the stored state is another pipeline's.
 */
export async function syncWorkspace(loader: Loader, local: Workspace, options: Comparison): Promise<Synced> {
  const exists = await loader.datasetExists()
  const remote = exists ? ((await loader.newestState(options.pipeline)) ?? null) : null
  if (!exists && !local.state._local.first_run && !options.pending) {
    return { workspace: emptyWorkspace(options.fresh), remote, outcome: 'dataset gone' }
  }
  const stores = [fromStore(options.snapshot), fromDestination(loader, remote)].filter((store) => store !== undefined)
  const [source] = stores.toSorted((a, b) => b.state._state_version - a.state._state_version)
  if (source === undefined) return { workspace: local, remote, outcome: 'unchanged' }
  // The higher version wins; of two alike the store's, whose schemas are at hand.
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
    const workspace = await withNewerSchemas(stores, local)
    return { workspace, remote, outcome: workspace === local ? 'unchanged' : 'restored' }
  }
  const others = stores.filter((store) => store !== source)
  const workspace = await withNewerSchemas(others, await restored(source, local, options))
  return { workspace, remote, outcome: 'restored', taken: state }
}

/** What the destination has of a pipeline; undefined where it has no state of it. */
export function fromDestination(loader: Loader, remote: StoredState | null | undefined): Source | undefined {
  if (remote === null || remote === undefined) return undefined
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

/** A new column changes the schema and not the state: what comes after the local schema in the stored one's history is newer. */
async function withNewerSchemas(stores: readonly Source[], local: Workspace): Promise<Workspace> {
  const schemas = new Map(local.schemas)
  let changed = false
  for (const store of stores) {
    for (const [name, schema] of await store.schemas(local.state.schema_names)) {
      if (!isNewer(schema, schemas.get(name))) continue
      schemas.set(name, schema)
      changed = true
    }
  }
  return changed ? { ...local, schemas } : local
}

/** A schema that went back to an earlier content has both in its history: then the known one is the newer. */
function isNewer(stored: Schema, known: Schema | undefined): boolean {
  if (known === undefined) return true
  return stored.previous_hashes.includes(known.version_hash) && !known.previous_hashes.includes(stored.version_hash)
}

async function downloadSchemas(loader: Loader, names: readonly string[]): Promise<ReadonlyMap<string, Schema>> {
  const schemas = new Map<string, Schema>()
  for (const name of names) {
    const row = await loader.storedSchema({ name })
    if (row !== undefined) schemas.set(name, fromStored(row.schema))
  }
  return schemas
}
