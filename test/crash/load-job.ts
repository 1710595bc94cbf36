/** What a child process is to load, and where to. */
export interface LoadJob {
  /** Folder of the run: working folders in `data`, the database file beside it. */
  readonly folder: string
  /** A DuckDB file, a database of PostgreSQL, or a bucket. */
  readonly database: { readonly duckdb: string } | { readonly postgres: string } | CrashBucket
  /** The sandbox. */
  readonly api: string
  readonly disposition: Disposition
  /** true: users come as JavaScript values with a list in each, so that they have a child table. */
  readonly asValues: boolean
  /** Users a page; default 40. */
  readonly pageSize?: number
  /** Resources to load; absent: all that the disposition allows. */
  readonly select?: readonly string[]
  /** What was read is sealed and loaded every so many pages. */
  readonly checkpointPages?: number
  /** Default true. */
  readonly pageLog?: boolean
  /** true: the state is kept in a folder of its own as well. Default false. */
  readonly stateStore?: boolean
  /** true: drops what there was, and its state. Default false. */
  readonly refresh?: boolean
}

/** What is merged in it is a Delta table. */
export interface CrashBucket {
  readonly bucketUrl: string
  /** Credentials as the configuration has them. */
  readonly env: Readonly<Record<string, string>>
}

export type Disposition = 'merge' | 'append' | 'replace'

export const PIPELINE = 'crash_pipeline'
export const DATASET = 'crash_data'
/** Folder of the state store, beside the working folders. */
export const STORE = 'store'
export const TOKEN = 'sandbox-token'

/** How the child ends when it was asked to stop and did. */
export const STOPPED = 7
