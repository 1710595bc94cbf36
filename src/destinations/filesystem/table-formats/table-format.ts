import type { MergeStrategy } from '../../../capabilities/capabilities.ts'
import type { Context } from '../../../contracts/context.ts'
import type { StagedJob } from '../../../contracts/destination.ts'
import type { Table } from '../../../schema/stored.ts'
import type { Bucket } from '../../../storage/bucket/bucket.ts'

/** Where the tables of a dataset are, and what working on them needs. */
export interface TablePlace {
  readonly bucket: Bucket
  /** Key prefix of a table's own folder, which ends with a slash: `dataset/table/`. */
  folderOf(table: string): string
  /** A local folder that is there, for new files on their way into the bucket. Absolute. */
  readonly scratch: string
  readonly context: Pick<Context, 'signal' | 'logger' | 'now'>
}

/** What one load does to a root table and the tables below it. */
export interface ChainChange {
  readonly mode: 'append' | 'replace' | 'merge'
  /** The root first, each nested table after its parent, with all their columns. Those that are not there yet are made, also without rows. */
  readonly tables: readonly Table[]
  /** Local Parquet job files of these tables, which may be none: a replace without files empties the table. */
  readonly jobs: readonly StagedJob[]
  readonly pipeline: string
  readonly loadId: string
  /** true: an earlier try may have left files behind, which are removed. Default false. */
  readonly retried?: boolean
  /** Names of tables that are dropped by this load: they start over with the columns of now, and no row that was there stays. */
  readonly restarted?: readonly string[]
}

/** The least and the greatest value of a column in a file, as DuckDB writes them. */
export interface Bounds {
  readonly min: string
  readonly max: string
}

/** A file of a table that holds rows of it. */
export interface LiveFile {
  readonly key: string
  /** In bytes. */
  readonly size: number
  /** undefined: not known. */
  readonly rows: number | undefined
  /** Columns that are not in the file but the same in all its rows, as text; null: null. */
  readonly partition: Readonly<Record<string, string | null>>
  /** What is known of its columns. */
  readonly bounds: ReadonlyMap<string, Bounds>
}

/** A column as the table format declares it. */
export interface FormatColumn {
  readonly name: string
  /** As DuckDB writes it: `DECIMAL(38,9)`. */
  readonly type: string
  readonly nullable: boolean
  /** Tells the column in files whose names for it may be older ones. Absent: files know it by its name. */
  readonly fieldId?: number
}

/** A table at one version of it. */
export interface TableSnapshot {
  readonly table: string
  /** Delta's version, or Iceberg's sequence number. */
  readonly version: number
  readonly columns: readonly FormatColumn[]
  readonly files: readonly LiveFile[]
}

export interface SnapshotOptions {
  /** Says of a load that brought rows in whether it is committed; a version of one that is not is passed over. Default: all are. */
  readonly isCommitted?: (loadId: string) => boolean
}

/** Who made a version. */
export interface LoadName {
  readonly loadId: string
  readonly pipeline: string
}

/** An open table format: folders of Parquet files with a log of what they hold. */
export interface TableFormat {
  /** As the hint `table_format` names it. */
  readonly name: string
  /** What it can do with rows that are there, its default first. Others are refused before a load begins. */
  readonly mergeStrategies: readonly MergeStrategy[]
  /**
   * Refuses what can never work for such a table. Asked before a load begins.
   * @throws DestinationError `unsupported_merge_strategy`, `unsupported_merge_condition`, SchemaError `primary_key_missing`.
   */
  check(table: Table): void
  /**
   * Brings the rows of one load in: a commit a table, nested tables first. What an earlier try of this load has committed is
   * left as it is, so that it may be repeated after any failure. Conflicts with other writers are solved or tried again.
   * @throws DestinationError `commit_conflict` (retry), `unsupported_table_feature`, `partition_differs`, InternalError `row_count_differs`.
   */
  commit(place: TablePlace, change: ChainChange): Promise<void>
  /** The newest version whose load is committed; undefined: there is no such table, or none that is committed. */
  snapshot(place: TablePlace, table: string, options?: SnapshotOptions): Promise<TableSnapshot | undefined>
  /**
   * Takes back what a load brought that will never be committed. false: others have changed the table since, so its rows stay.
   */
  withdraw(place: TablePlace, table: string, load: LoadName): Promise<boolean>
  /** Deletes a table with all its history. Nothing happens where there is none. */
  drop(place: TablePlace, table: string): Promise<void>
}
