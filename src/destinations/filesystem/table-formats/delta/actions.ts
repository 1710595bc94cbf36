import type { Json } from '../../../../schema/stored.ts'

type Values = Readonly<Record<string, string | null>>

/** A file that is in the table from this version on. Keys as they stand in the log. */
export interface AddAction {
  /** Percent-encoded, relative to the table's folder, or absolute. */
  readonly path: string
  readonly partitionValues: Values
  readonly size: number
  readonly modificationTime: number
  readonly dataChange: boolean
  /** A JSON text. */
  readonly stats?: string | null
  readonly deletionVector?: Json
  readonly [key: string]: Json | undefined
}

/** A file that is no longer in the table. */
export interface RemoveAction {
  readonly path: string
  readonly deletionTimestamp?: number | null
  readonly dataChange: boolean
  readonly extendedFileMetadata?: boolean | null
  readonly partitionValues?: Values | null
  readonly size?: number | null
  readonly [key: string]: Json | undefined
}

export interface MetadataAction {
  readonly id: string
  readonly name?: string | null
  readonly description?: string | null
  readonly format: { readonly provider: string; readonly options?: Values | null }
  /** A JSON text. */
  readonly schemaString: string
  readonly partitionColumns: readonly string[]
  readonly configuration?: Values | null
  readonly createdTime?: number | null
}

export interface ProtocolAction {
  readonly minReaderVersion: number
  readonly minWriterVersion: number
  readonly readerFeatures?: readonly string[] | null
  readonly writerFeatures?: readonly string[] | null
}

/** How far a writer has come, by its own count. */
export interface TxnAction {
  readonly appId: string
  readonly version: number
  readonly lastUpdated?: number | null
}

/** Says who made a version; `tolva` is ours. */
export interface CommitInfo {
  readonly timestamp?: number
  readonly operation?: string
  readonly tolva?: { readonly loadId: string; readonly pipeline: string; readonly withdrawn?: boolean }
  readonly [key: string]: Json | undefined
}

/** A line of a log. One of them is there; unknown ones say nothing of what the table holds. */
export interface Action {
  readonly add?: AddAction | null
  readonly remove?: RemoveAction | null
  readonly metaData?: MetadataAction | null
  readonly protocol?: ProtocolAction | null
  readonly txn?: TxnAction | null
  readonly domainMetadata?: { readonly domain: string; readonly [key: string]: Json | undefined } | null
  readonly commitInfo?: CommitInfo | null
}
