import { resolve } from 'node:path'
import { askingReader } from '../config/asked-config.ts'
import { externalSchedule } from '../config/external-interval.ts'
import { createConfigReader } from '../config/resolve.ts'
import type { SecretsProvider } from '../config/secrets-provider.ts'
import type { Vault } from '../config/vaults/vault.ts'
import type { Destination } from '../contracts/destination.ts'
import type { RunEvent } from '../contracts/events.ts'
import type { EvolutionHints } from '../contracts/resource.ts'
import type { StateStore } from '../contracts/state-store.ts'
import { type AnyTables, createDataset, type Dataset } from '../dataset/dataset.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { type Logger, silentLogger } from '../log/logger.ts'
import { listPackages, type PackageEntry } from '../package/list-packages.ts'
import type { PackageSummary } from '../package/package-summaries.ts'
import type { Unlocked, UnlockOptions } from '../package/unlock.ts'
import { workingFolder } from '../package/working-folder.ts'
import type { Schema } from '../schema/stored.ts'
import type { Aborted, AbortOptions } from './abort.ts'
import { askedDestination } from './asked-destination.ts'
import type { Checkpoint } from './checkpoint.ts'
import { datasetName } from './dataset-name.ts'
import { connect, contextOf, type Engine, freshState, type PendingPolicy, targetOf } from './engine.ts'
import { evolutionHints } from './evolution-hints.ts'
import type { LoadInfo } from './load-info.ts'
import { overTraffic } from './over-traffic.ts'
import type { Plan } from './plan-info.ts'
import type { DropOptions, Dropped } from './plan-pipeline-drop.ts'
import { type Destinations, type DestinationsWiring, resolveDestinations } from './resolve-destinations.ts'
import type { RetryPackagesOptions } from './retry-packages.ts'
import type { RunParts } from './run.ts'
import type { RunData, RunOptions } from './run-options.ts'
import type { PipelineState } from './state.ts'
import type { SyncInfo, SyncOptions } from './sync-pipeline.ts'
import type { Keep } from './tidy.ts'
import { readTrace, type Trace } from './trace.ts'
import type { Unfinished } from './unfinished.ts'
import type { Workspace } from './workspace.ts'

export interface PipelineOptions extends EvolutionHints {
  /** Also the name of its working folder and of its default DuckDB file. */
  readonly name: string
  /** A name (`duckdb`) or a destination with options of its own. */
  readonly destination: string | Destination
  /** Where job files lie while the destination loads them, for destinations that take them from a bucket: `filesystem`. */
  readonly staging?: string | Destination
  /** Default: where it loaded to before on this machine, else `<name>_dataset`. */
  readonly dataset?: string
  /** Where working folders are. Default `$TOLVA_DATA_DIR`, else `~/.tolva`. */
  readonly dataDir?: string
  /** Where `.dlt/` is looked for and local database files lie. Default: the current folder. */
  readonly projectDir?: string
  /** true: loads into a dataset of its own, `<dataset>_YYYYMMDDhhmmss` (UTC), and begins without state. Default false. */
  readonly devMode?: boolean
  /** Folder of `<schema>.schema.yaml` files that people edit: a changed one replaces the schema. Made on the first run. */
  readonly importSchemaDir?: string
  /** Folder that gets each schema as `<schema>.schema.yaml` after every run. */
  readonly exportSchemaDir?: string
  /**
   * Keeps state and schemas outside the destination as well, for machines that keep nothing: `folderStateStore(path)`,
   * `storageStateStore(storage)` or one of your own.
   */
  readonly stateStore?: StateStore
  /** Default `finish`. */
  readonly pending?: PendingPolicy
  /** How much is remembered of packages and runs that are over. */
  readonly keep?: Keep
  /** When long runs seal and load what they have; `false`: only at their end. Default: every ten minutes or 2 GB. */
  readonly checkpoint?: Checkpoint | false
  /** false: fetched pages are not kept on disk until they are sealed. Default true. */
  readonly pageLog?: boolean
  /** Vaults: asked after the environment and the files, before those that the configuration enables. */
  readonly providers?: readonly (Vault | SecretsProvider)[]
  /** Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly logger?: Logger
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  readonly onEvent?: (event: RunEvent) => void
}

export interface PipelineInfo {
  readonly name: string
  readonly destination: string
  readonly dataset: string
  readonly location: string
  readonly workingFolder: string
  readonly schemas: readonly {
    readonly name: string
    readonly version: number
    readonly hash: string
    readonly tables: number
  }[]
  readonly packages: readonly PackageEntry[]
  readonly stateVersion: number
  /** Resources that a run which stopped has read in part: the next one goes on with them. */
  readonly unfinished: readonly Unfinished[]
}

/** A thin handle: every method is a function over the working folder and the destination. */
export interface Pipeline {
  readonly name: string
  /**
   * What it has loaded, be it from another machine. `Tables` are types of the rows, as `tolva types` writes them:
   * `pipeline.dataset<Tables>()`.
   */
  dataset<Tables = AnyTables>(): Dataset<Tables>
  /**
   * Finishes what is pending, then extracts, normalizes and loads.
   *
   * @throws TolvaError; `error.context.step` is `extract`, `normalize` or `load`.
   */
  run(data: RunData, options?: RunOptions): Promise<LoadInfo>
  /** What a run would do, told by the first page of each resource (or `limit` pages). Nothing is changed. */
  plan(data: RunData, options?: RunOptions): Promise<Plan>
  /** Extracts, normalizes and seals without loading. */
  prepare(data: RunData, options?: RunOptions): Promise<LoadInfo>
  /** Loads what is sealed. */
  load(options?: Pick<RunOptions, 'signal'>): Promise<LoadInfo>
  /** Takes over the destination's state and schemas where they are newer, as each run does. */
  sync(options?: SyncOptions): Promise<SyncInfo>
  /** Gives up packages that wait to be loaded, and goes back to the state before them. */
  abort(options?: AbortOptions): Promise<Aborted>
  /** Removes packages that wait and keeps the state that they made: their rows are never loaded. */
  discard(options?: AbortOptions): Promise<Aborted>
  /** Loads packages that wait, failed ones included; nothing is extracted. */
  retry(options?: RetryPackagesOptions): Promise<LoadInfo>
  /** All packages, also those that were given up, oldest first. */
  packages(): Promise<readonly PackageSummary[]>
  /**
   * Takes the lease from a run that does not give it back.
   *
   * @throws ConfigError `locked` while its process is alive and nothing is forced.
   */
  unlock(options?: UnlockOptions): Promise<Unlocked>
  /**
   * Drops tables and state of resources here and at the destination, in one transaction.
   *
   * @throws ConfigError `packages_pending` while a package waits.
   */
  drop(options: DropOptions): Promise<Dropped>
  schemas(): Promise<ReadonlyMap<string, Schema>>
  state(): Promise<PipelineState>
  trace(): Promise<Trace | undefined>
  info(): Promise<PipelineInfo>
}

/** What `index.ts` hands in. */
export type Wiring = DestinationsWiring

/** Makes the handle; nothing is read, opened or written yet. */
export function createPipeline(given: PipelineOptions, wiring: Wiring): Pipeline {
  const env = given.env ?? process.env
  const options = askedDestination(given, env)
  const engine = engineOf(options, wiring)
  const workspace = async (): Promise<Workspace> =>
    (await import('./workspace.ts')).readWorkspace(engine.folder, freshState(engine, await engine.destination()))
  const schemas = async () => (await workspace()).schemas
  // The steps are half of the library: importing it stays quick where nothing is run.
  const run = async (data: RunData | undefined, runOptions: RunOptions, parts: RunParts) => {
    // The command line says so for a file's own code, whose calls it cannot reach.
    const isDry = runOptions.dryRun ?? env.TOLVA_DRY_RUN === '1'
    if (asksOnly(env) && data !== undefined) {
      return (await import('./ask-config.ts')).askConfig(engine, data, runOptions)
    }
    const over = await overTraffic(engine, runOptions, env)
    if (isDry && data !== undefined) return (await import('./dry-run.ts')).dryRun(over.engine, data, over.options)
    return (await import('./observed-run.ts')).observedRun(over.engine, {
      options: over.options,
      parts,
      ...(data === undefined ? {} : { data }),
    })
  }
  return {
    name: engine.name,
    dataset: <Tables = AnyTables>() =>
      createDataset<Tables>({
        name: engine.dataset,
        destinationName: destinationName(options.destination),
        schemas: async () => (await import('./schemas-to-read.ts')).schemasToRead(engine, await workspace()),
        queries: async () => (await engine.destination()).capabilities.queries,
        connect: async (how) =>
          connect(engine, await workspace(), { ...how, context: contextOf(engine), readOnly: true }),
      }),
    run: (data, runOptions = {}) => run(data, runOptions, { prepare: true, load: true }),
    plan: async (data, runOptions = {}) => {
      if (asksOnly(env)) return (await import('./ask-config.ts')).askConfig(engine, data, runOptions)
      const over = await overTraffic(engine, runOptions, env)
      return (await import('./plan.ts')).planRun(over.engine, data, over.options)
    },
    prepare: (data, runOptions = {}) => run(data, runOptions, { prepare: true, load: false }),
    load: (runOptions = {}) => run(undefined, runOptions, { prepare: false, load: true }),
    sync: async (syncOptions = {}) => (await import('./sync-pipeline.ts')).syncPipeline(engine, syncOptions),
    abort: async (abortOptions = {}) => (await import('./abort.ts')).abortPackages(engine, abortOptions),
    discard: async (discardOptions = {}) => (await import('./discard.ts')).discardPackages(engine, discardOptions),
    retry: async (retryOptions = {}) => (await import('./retry-packages.ts')).retryPackages(engine, retryOptions),
    packages: async () => (await import('../package/package-summaries.ts')).packageSummaries(engine.folder),
    unlock: async (unlockOptions = {}) =>
      (await import('../package/unlock.ts')).unlock(engine.folder, { ...unlockOptions, now: engine.context.now }),
    drop: async (dropOptions) => (await import('./drop.ts')).dropResources(engine, dropOptions),
    schemas,
    state: async () => (await workspace()).state,
    trace: () => readTrace(engine.folder),
    info: () => infoOf(engine, workspace),
  }
}

async function infoOf(engine: Engine, read: () => Promise<Workspace>): Promise<PipelineInfo> {
  const workspace = await read()
  const destination = await engine.destination()
  return {
    name: engine.name,
    destination: destination.name,
    dataset: engine.dataset,
    location: destination.location(targetOf(engine, workspace)),
    workingFolder: engine.folder.path,
    schemas: [...workspace.schemas.values()].map(({ name, version, version_hash: hash, tables }) => ({
      name,
      version,
      hash,
      tables: tables.size,
    })),
    packages: await listPackages(engine.folder),
    stateVersion: workspace.state._state_version,
    unfinished: (await import('./unfinished.ts')).unfinishedIn(workspace.state),
  }
}

function engineOf(options: PipelineOptions, wiring: Wiring): Engine {
  const projectDir = resolve(options.projectDir ?? process.cwd())
  const env = options.env ?? process.env
  const { devMode = false } = options
  const suffix = devMode ? devSuffix((options.now ?? Date.now)()) : ''
  const { providers = [] } = options
  const configured = createConfigReader({ projectDir, env, pipelineName: options.name, providers })
  const reader = asksOnly(env) ? askingReader(configured, options.name) : configured
  const name = checkedName(options.name)
  const folder = workingFolder(name, { env, ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }) })
  let resolved: Promise<Destinations> | undefined
  const destinations = () => {
    resolved ??= resolveDestinations(options, reader, wiring)
    return resolved
  }
  let dataset: string | undefined
  return {
    name,
    // Read when it is asked for: making a handle reads nothing.
    get dataset() {
      dataset ??= datasetName(options.dataset, { pipeline: name, folder: folder.path, suffix })
      return dataset
    },
    folder,
    projectDir,
    pending: options.pending ?? 'finish',
    keep: options.keep ?? {},
    checkpoint: options.checkpoint,
    pageLog: options.pageLog ?? true,
    devMode,
    stateStore: options.stateStore,
    evolution: evolutionHints(options),
    importSchemaDir: options.importSchemaDir && resolve(projectDir, options.importSchemaDir),
    exportSchemaDir: options.exportSchemaDir && resolve(projectDir, options.exportSchemaDir),
    destination: async () => (await destinations()).destination,
    staging: async () => (await destinations()).staging,
    context: {
      logger: options.logger ?? silentLogger,
      now: options.now ?? Date.now,
      emit: options.onEvent ?? (() => {}),
      projectDir,
    },
    reader,
    schedule: () => externalSchedule(env),
  }
}

/** The command line wants to know what a script's pipelines ask the configuration for; they run nothing then. */
const asksOnly = (env: Readonly<Record<string, string | undefined>>): boolean => env.TOLVA_DRY_RUN === 'config'

const destinationName = (destination: string | Destination): string =>
  typeof destination === 'string' ? destination : destination.name

/** `_20250131235959`, in UTC. */
function devSuffix(now: number): string {
  return `_${new Date(now).toISOString().slice(0, 19).replace(/\D/g, '')}`
}

function checkedName(name: string): string {
  if (name.trim() !== '') return name
  throw new ConfigError('A pipeline needs a name.', {
    code: 'bad_name',
    hint: "Give one: pipeline({ name: 'chatbot_pipeline', … }).",
  })
}
