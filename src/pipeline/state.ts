import { SchemaError } from '../errors/tolva-error.ts'
import { objectOf } from '../schema/json-object.ts'
import type { Json } from '../schema/stored.ts'
import { parseExact } from '../values/exact-json.ts'
import { stateHash } from '../values/state-codec.ts'
import { parseTypedJson, typedJson } from '../values/typed-json.ts'

/** dlt's engine number of the state document that this version reads and writes. */
export const STATE_ENGINE_VERSION = 4

/** What never leaves this machine: not hashed, not stored at the destination. */
export interface LocalState {
  readonly first_run: boolean
  readonly _dev_mode: boolean
  /** Absolute folder of local files: where the pipeline ran first. */
  readonly initial_cwd: string
  /** How the destination is made again on this machine, without secrets. */
  readonly destination_options?: Readonly<Record<string, string>>
  /** The same of the place where job files are staged; absent: there is none. */
  readonly staging_options?: Readonly<Record<string, string>>
  readonly _last_extracted_at?: string
  readonly _last_extracted_hash?: string
  readonly [key: string]: unknown
}

/** The pipeline state as dlt writes it, key by key. */
export interface PipelineState {
  readonly _state_version: number
  readonly _state_engine_version: number
  readonly _local: LocalState
  readonly schema_names: readonly string[]
  readonly pipeline_name: string
  readonly default_schema_name: string | null
  readonly dataset_name: string
  readonly destination_type: string
  readonly destination_name: string | null
  /** Absent: job files are staged nowhere. */
  readonly staging_type?: string | null
  readonly staging_name?: string | null
  readonly _version_hash?: string
  /** Source name → its state; resources of a source are below `resources`. */
  readonly sources?: Readonly<Record<string, SourceState>>
  readonly [key: string]: unknown
}

export interface SourceState {
  readonly resources?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly [key: string]: unknown
}

export interface NewState {
  readonly pipelineName: string
  readonly datasetName: string
  readonly destinationType: string
  readonly localDir: string
  readonly devMode: boolean
}

/** The state of a pipeline that never ran. */
export function newState(of: NewState): PipelineState {
  return {
    _state_version: 0,
    _state_engine_version: STATE_ENGINE_VERSION,
    _local: { first_run: true, _dev_mode: of.devMode, initial_cwd: of.localDir },
    schema_names: [],
    pipeline_name: of.pipelineName,
    default_schema_name: null,
    dataset_name: of.datasetName,
    destination_type: of.destinationType,
    destination_name: null,
  }
}

/** Counts the version up when the content changed. The first hash of a document does not count. */
export function bumpState(state: PipelineState): PipelineState {
  const hash = stateHash(state)
  if (state._version_hash === hash) return state
  const version = state._version_hash === undefined ? state._state_version : state._state_version + 1
  return { ...state, _state_version: version, _version_hash: hash }
}

/** True where the destination does not hold this state yet. */
export const needsStoring = (state: PipelineState): boolean => state._version_hash !== state._local._last_extracted_hash

/** Remembers locally that this very content is on its way to the destination. */
export function markStored(state: PipelineState, at: string): PipelineState {
  const _local = { ...state._local, _last_extracted_at: at, _last_extracted_hash: state._version_hash }
  return { ...state, _local }
}

/** Forgets that the content was ever stored, so that the next run stores it. */
export function unmarked(state: PipelineState): PipelineState {
  const { _last_extracted_hash: _, ...local } = state._local
  return { ...state, _local: local }
}

/** The document as it stands in a manifest: JSON with its numbers as they were, typed values as dlt's marked texts. */
export function stateDocument(state: PipelineState): Json {
  return objectOf(parseExact(new TextEncoder().encode(typedJson(state))))
}

/**
 * A state document from its text in `state.json`, or decoded from the destination.
 *
 * @throws SchemaError `invalid_state`, `newer_state_engine`.
 */
export function readState(document: unknown): PipelineState {
  if (!isStateDocument(document)) {
    throw new SchemaError('A pipeline state is not a state document.', {
      code: 'invalid_state',
      hint: 'Delete state.json in the working folder: the state is restored from the destination.',
    })
  }
  if (document._state_engine_version === STATE_ENGINE_VERSION) return document
  throw new SchemaError(
    `The pipeline state was written by state engine ${document._state_engine_version}, this version reads engine ${STATE_ENGINE_VERSION}.`,
    { code: 'newer_state_engine', hint: 'Upgrade tolva, or run the pipeline once with a current dlt.' },
  )
}

/** The text of `state.json`. */
export const stateText = (state: PipelineState): string => typedJson(state)

export const parseStateText = (text: string): PipelineState => readState(parseTypedJson(text))

function isStateDocument(document: unknown): document is PipelineState {
  return (
    typeof document === 'object' &&
    document !== null &&
    '_state_version' in document &&
    typeof document._state_version === 'number' &&
    '_state_engine_version' in document &&
    'pipeline_name' in document
  )
}

/** The same state with one source's part replaced; undefined: it has none, and loses the one that it may have had. */
export function withSourceState(state: PipelineState, source: string, part: SourceState | undefined): PipelineState {
  if (part !== undefined) return { ...state, sources: { ...state.sources, [source]: part } }
  if (state.sources?.[source] === undefined) return state
  const { [source]: _gone, ...others } = state.sources
  if (Object.keys(others).length > 0) return { ...state, sources: others }
  const { sources: _none, ...rest } = state
  return rest
}

/** The state after a source's schema became known to the pipeline. The first one becomes the default. */
export function withSchemaName(state: PipelineState, name: string): PipelineState {
  const names = state.schema_names.includes(name) ? state.schema_names : [...state.schema_names, name].sort()
  return { ...state, schema_names: names, default_schema_name: state.default_schema_name ?? name }
}
