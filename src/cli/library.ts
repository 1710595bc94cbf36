import type { RunEvent } from '../contracts/events.ts'
import type { EvolutionHints, Source } from '../contracts/resource.ts'
import type { Dataset } from '../dataset/dataset.ts'
import type {
  Aborted,
  AbortOptions,
  Dropped,
  RetryPackagesOptions,
  RunOptions,
  SyncInfo,
  Unlocked,
  UnlockOptions,
} from '../index.ts'
import type { PackageSummary, PipelineInfo, Trace } from '../inspect.ts'
import type { Schema } from '../schema/stored.ts'
import type { CheckOptions, RestCheck } from '../sources/rest-api/index.ts'

/** What the command line needs of the library; `main.ts` hands the real one in. */
export interface Library {
  /** @throws ConfigError where the options do not make a pipeline. */
  pipeline(options: PipelineOptions): CliPipeline
  /** The source of a declarative file: its `source` part, in dlt's snake_case. */
  declarativeSource(name: string, config: unknown): Promise<Source>
  /** Looks at the first pages of a REST source's resources. */
  checkRest(source: Source, options: CheckOptions): Promise<RestCheck>
  listPipelines(place: DataPlace): Promise<readonly ListedPipeline[]>
  /** Opens a pipeline that has run before, by its working folder. */
  openPipeline(name: string, place: DataPlace & AttachedPlace): Promise<CliPipeline>
  /** The report of the last run; undefined where there was none. */
  readTrace(name: string, place: DataPlace): Promise<Trace | undefined>
  /** The reports of the last runs, the newest first. */
  readTraces(name: string, place: DataPlace): Promise<readonly Trace[]>
  listPackages(name: string, place: DataPlace): Promise<readonly ListedPackage[]>
  /** Takes the lease from a run that does not give it back. */
  unlockPipeline(name: string, options: DataPlace & UnlockOptions): Promise<Unlocked>
  /** The manifest and status of one package. */
  readPackage(name: string, loadId: string, place: DataPlace): Promise<unknown>
}

/** Where working folders are; the library's default where absent. */
export interface DataPlace {
  readonly dataDir?: string
}

/** Where a pipeline is that never ran on this machine. */
export interface AttachedPlace {
  readonly destination?: string
  readonly dataset?: string
  readonly projectDir?: string
  /** Hears what a call waits for. */
  readonly onEvent?: (event: RunEvent) => void
}

export interface PipelineOptions extends DataPlace, EvolutionHints {
  readonly name: string
  readonly destination: string
  readonly staging?: string
  readonly dataset?: string
  readonly projectDir: string
  readonly checkpoint?: NonNullable<RunOptions['checkpoint']>
  readonly pageLog?: boolean
}

export interface CliPipeline {
  readonly name: string
  run(data: Source, options: RunArguments): Promise<RunReport>
  dataset(): Dataset
  info(): Promise<PipelineInfo>
  schemas(): Promise<ReadonlyMap<string, Schema>>
  /** Takes over the destination's state. */
  sync(): Promise<SyncInfo>
  state(): Promise<{ readonly default_schema_name: string | null }>
  abort(options?: AbortOptions): Promise<Aborted>
  discard(options?: AbortOptions): Promise<Aborted>
  retry(options: RetryPackagesOptions): Promise<RunReport>
  drop(options: {
    readonly resources: readonly string[]
    readonly all: boolean
    readonly stateOnly: boolean
    readonly statePaths?: readonly string[]
    readonly schema?: string
    readonly dryRun?: boolean
  }): Promise<Dropped>
}

/** What `tolva run` hands to `main` of a pipeline file; passed on to `run` as it is. */
export interface RunArguments {
  readonly signal: AbortSignal
  /** Names of the resources to load; absent: all. */
  readonly select?: readonly string[]
  /** Pages per resource. */
  readonly limit?: number
  readonly refresh?: NonNullable<RunOptions['refresh']>
  /** false: what an unfinished run has left is forgotten. */
  readonly resume?: boolean
  /** Absolute folder in which the traffic of the run is kept. */
  readonly record?: string
  /** Absolute folder of recorded traffic; nothing is sent. */
  readonly replay?: string
  /** true: only says what it would do. */
  readonly dryRun?: boolean
  readonly onEvent?: (event: RunEvent) => void
}

/** The report of a run: text for people, plain data for programs. */
export interface RunReport {
  readonly packages: readonly { readonly state: string }[]
  readonly rowCounts: Readonly<Record<string, number>>
  readonly warnings?: readonly string[]
  toString(): string
  toJSON(): unknown
}

export interface ListedPipeline {
  readonly name: string
  readonly destination?: string
  readonly dataset?: string
  readonly neverLoaded?: true
}

/** A package in one line; `sealed` waits to be loaded. */
export type ListedPackage = Omit<PackageSummary, 'state'> & { readonly state: string }
