import { waitingPackages } from '../../package/waiting-packages.ts'
import type { DataDirOptions } from '../../package/working-folder.ts'
import { shortName } from '../list-pipelines.ts'
import { readTrace } from '../trace.ts'
import { type Unfinished, unfinishedIn } from '../unfinished.ts'
import { isRunning, localPipeline } from './local-pipeline.ts'
import { type RunSummary, runSummary } from './run-summary.ts'

/** What a pipeline is, by what this machine knows: no configuration is read and no destination asked. */
export interface PipelineFacts {
  readonly name: string
  readonly destination: string
  /** Where its last run loaded to, without secrets; absent before the first. */
  readonly location?: string
  readonly dataset: string
  readonly workingFolder: string
  /** Where it ran first. */
  readonly projectFolder: string
  readonly stateVersion: number
  readonly defaultSchema: string | null
  readonly schemas: readonly {
    readonly name: string
    readonly version: number
    readonly hash: string
    readonly tables: number
  }[]
  readonly running: boolean
  readonly waiting: readonly { readonly loadId: string; readonly state: string; readonly error?: string }[]
  readonly unfinished: readonly Unfinished[]
  readonly lastRun?: RunSummary
}

/** @throws ConfigError `unknown_pipeline`. */
export async function readPipelineFacts(name: string, options: DataDirOptions = {}): Promise<PipelineFacts> {
  const { folder, workspace } = await localPipeline(name, options)
  const { state, schemas } = workspace
  const [trace, waiting, running] = await Promise.all([readTrace(folder), waitingPackages(folder), isRunning(folder)])
  return {
    name,
    // The record of a first run that failed says what its state would.
    destination: shortName(state.destination_type) || (trace?.destination ?? ''),
    ...(trace && { location: trace.location }),
    dataset: state.dataset_name || (trace?.dataset ?? ''),
    workingFolder: folder.path,
    projectFolder: state._local.initial_cwd,
    stateVersion: state._state_version,
    defaultSchema: state.default_schema_name,
    schemas: [...schemas.values()].map(({ name: schema, version, version_hash: hash, tables }) => ({
      name: schema,
      version,
      hash,
      tables: tables.size,
    })),
    running,
    waiting: waiting.map(({ loadId, status }) => ({
      loadId,
      state: status.state,
      ...(status.state === 'failed' && { error: `${status.error.code}: ${status.error.message}` }),
    })),
    unfinished: unfinishedIn(state),
    ...(trace && { lastRun: runSummary(trace) }),
  }
}
