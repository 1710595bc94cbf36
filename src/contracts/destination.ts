import type { Capabilities, FileFormat } from '../capabilities/capabilities.ts'
import type { TracedConfigReader } from '../config/resolve.ts'
import type { Schema } from '../schema/stored.ts'
import type { Bucket } from '../storage/bucket/bucket.ts'
import type { BucketUrl } from '../storage/bucket/bucket-url.ts'
import type { Context } from './context.ts'
import type { JobFile, LoadPackage, WidenedColumn } from './load-package.ts'

/** The newest committed row of `_dlt_pipeline_state` for a pipeline. */
export interface StoredState {
  readonly version: number
  readonly engineVersion: number
  readonly pipelineName: string
  /** Encoded as stored. */
  readonly state: string
  readonly versionHash: string | null
  readonly loadId: string
}

/** A row of `_dlt_version`. */
export interface StoredSchemaRow {
  readonly version: number
  readonly engineVersion: number
  readonly schemaName: string
  readonly versionHash: string
  /** The stored document as text, as it stands there. */
  readonly schema: string
}

/** A real column of a table at the destination. */
export interface PhysicalColumn {
  readonly name: string
  readonly type: string
  readonly nullable: boolean
}

export interface CommitPlan {
  readonly package: LoadPackage
  readonly schema: Schema
  /** Where each job's file (or its staged copy) is. */
  readonly staged: readonly StagedJob[]
  /** State row to insert, encoded; null: none. */
  readonly stateRow: {
    readonly version: number
    readonly engineVersion: number
    readonly pipelineName: string
    readonly state: string
    readonly versionHash: string
    readonly dltId: string
  } | null
  /** true: an earlier try may have committed it, so that its load id at the destination is its own; else it is somebody else's. */
  readonly retried?: boolean
}

/** What a load would bring, as far as it changes tables. */
export interface ChangeRequest {
  readonly schema: Schema
  /** Tables that get rows, or are made without any. */
  readonly loaded: readonly string[]
  readonly widened: readonly WidenedColumn[]
  readonly drop: readonly string[]
  readonly truncate: readonly string[]
  readonly replace: readonly string[]
}

/** A statement that a load would run. */
export interface TableChange {
  readonly table: string
  readonly sql: string
  /** true: something that is there is gone afterwards. */
  readonly destructive: boolean
}

export interface StageOptions {
  readonly signal: AbortSignal
  /** Of the package that the job belongs to. */
  readonly loadId: string
}

export interface StagedJob {
  readonly job: JobFile
  /** Local path or URL: whatever the loader's `commit` understands. */
  readonly location: string
  /** A table of the loader's own that holds the rows already, as SQL. Absent: they are at the location. */
  readonly table?: string
}

/** An open connection to one dataset of a destination. */
export interface Loader extends AsyncDisposable {
  /** False: the dataset (schema) does not exist yet. */
  datasetExists(): Promise<boolean>
  committedLoadIds(loadIds: readonly string[]): Promise<ReadonlySet<string>>
  /** Newest state of this pipeline whose load is committed; undefined: none. */
  newestState(pipelineName: string): Promise<StoredState | undefined>
  /** Newest stored schema of that name, or the one of that hash. */
  storedSchema(by: { readonly name: string } | { readonly hash: string }): Promise<StoredSchemaRow | undefined>
  /** Real columns per table; tables that do not exist are absent. */
  columns(tables: readonly string[]): Promise<ReadonlyMap<string, readonly PhysicalColumn[]>>
  /** The statements by which a load would change tables, before its rows come. Changes nothing. */
  changes(request: ChangeRequest): Promise<readonly TableChange[]>
  /** Whether a column of integers holds some that a double cannot tell apart: beyond 2^53. */
  holdsInexact(table: string, column: string): Promise<boolean>
  /** Repeatable; takes no lock on a target table. */
  stage(job: JobFile, path: string, options: StageOptions): Promise<StagedJob>
  /**
   * The only writer of target tables: brings packages in, in this order. All of them in one transaction where the destination
   * has such, else one after the other. What an earlier try has committed is left alone; DestinationError `load_id_taken` where
   * the load id is somebody else's.
   */
  commit(plans: readonly CommitPlan[], signal: AbortSignal): Promise<void>
  /** Rows as arrays, in chunks; the last word on column names is `columns`. A signal stops the statement at the engine. */
  stream(sql: string, params?: readonly unknown[], signal?: AbortSignal): Promise<RowStream>
}

export interface RowStream extends AsyncIterable<readonly (readonly unknown[])[]> {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
}

/** A place data is loaded into. A plain value: connecting is the only thing it does. */
export interface Destination {
  /** `duckdb`, `postgres`…, or the name that the user gave it. */
  readonly name: string
  /** As dlt writes it into its state: `dlt.destinations.duckdb`. */
  readonly type: string
  readonly capabilities: Capabilities
  /** What the registry needs to make it again on this machine; holds no secret. */
  readonly options?: Readonly<Record<string, string>>
  /** Where data goes, without any secret: `duckdb:////abs/path.duckdb`. */
  location(target: DestinationTarget): string
  /**
   * The same with what the configuration says of it (credentials, options). What is missing there is an error of `connect`, so
   * that everything else goes on working. Absent: nothing is configured.
   */
  configure?(reader: TracedConfigReader): Promise<Destination>
  connect(target: DestinationTarget, context: Context, options?: ConnectOptions): Promise<Loader>
  /** Where it keeps files, so that job files of others can be staged there. Absent: it is no place for files. */
  readonly files?: FilePlace
  /** The same destination, with job files taken from such a place. Absent: it takes none from elsewhere. */
  stagedAt?(place: FilePlace, formats: readonly FileFormat[]): Destination
}

/** A place for files that others can be told of. */
export interface FilePlace {
  /** @throws ConfigError where it is not configured. */
  url(target: Pick<DestinationTarget, 'localDir'>): BucketUrl
  open(target: Pick<DestinationTarget, 'localDir'>): Promise<Bucket>
}

export interface ConnectOptions {
  readonly readOnly?: boolean
  /** true: a read-only look at a place that does not exist yet finds nothing there, which else is an error. Default false. */
  readonly orEmpty?: boolean
  /** Read-only for statements that others wrote: the engine reaches neither files nor addresses nor settings. */
  readonly sealed?: SealedOptions
}

/** How a connection is opened on which statements run that others wrote. */
export interface SealedOptions {
  /** Milliseconds that a file in use is waited for. */
  readonly waitMs: number
  /** Milliseconds that a statement may take at a server. */
  readonly statementMs: number
}

export interface DestinationTarget {
  readonly pipeline: string
  readonly dataset: string
  /** Folder of local files (the pipeline's first working directory). Absolute. */
  readonly localDir: string
}
