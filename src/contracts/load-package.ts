import type { FileFormat } from '../capabilities/capabilities.ts'
import type { SchemaChanges } from '../schema/schema-changes.ts'
import type { Json } from '../schema/stored.ts'
import type { CursorReport } from './incremental.ts'

/** One file of rows for one table. Files are named by id, never by table. */
export interface JobFile {
  /** 10 hex characters, unique within the package. */
  readonly id: string
  readonly table: string
  readonly format: FileFormat
  /** Key below the package's folder. */
  readonly file: string
  /** Columns in file order. */
  readonly columns: readonly string[]
  /** Types of the destination that alone read the values, one a column. Absent: the file says them, or any type reads them. */
  readonly types?: readonly string[]
  readonly rows: number
  readonly bytes: number
  /** sha256, hex. */
  readonly digest: string
  /** Bytes of the longest text by column, in this file or the table's others. Absent: not measured. */
  readonly textBytes?: Readonly<Record<string, number>>
  /** Files of one table with different numbers have a column in different types, and are read apart. Absent: 0. */
  readonly shape?: number
}

/** A column whose type was changed to one that holds more. Types as people read them: `decimal(10,2)`. */
export interface WidenedColumn {
  readonly table: string
  readonly column: string
  readonly from: string
  readonly to: string
}

/** Walks over the pages of an API that came to their end: one, or one for each row of a parent. */
export interface WalkCounts {
  readonly ended: number
  /** Rows that its answers held. */
  readonly rows: number
  /** How many there are as the API says, where it does. */
  readonly total?: number
  /** Rows that the API says there are beyond those that came. */
  readonly missing: number
  /** Why the only page may be one of several. */
  readonly full?: string
}

/** Counts of what a package holds and of what was set aside while it was built. */
export interface PackageReport {
  /** Rows per table, nested and system tables included. */
  readonly rowCounts: Readonly<Record<string, number>>
  /** Table → columns that only ever were null and so do not exist. */
  readonly nullOnlyColumns: Readonly<Record<string, readonly string[]>>
  /** Rows or values set aside, with the reason. */
  readonly discarded: readonly {
    readonly table: string
    readonly column?: string
    readonly reason: string
    readonly mode?: 'discard_row' | 'discard_value'
    readonly count: number
  }[]
  /** Columns that changed their type, so that no value had to go elsewhere. Absent: none. */
  readonly widened?: readonly WidenedColumn[]
  /** Pages, bytes that were read, and rows per resource. */
  readonly resources: Readonly<
    Record<
      string,
      {
        readonly pages: number
        readonly bytes: number
        readonly rows: number
        /** How its pages were found, where that is not configured: `json_link at $["next"]`. */
        readonly paging?: string
        /** Answers that said that nothing has changed since the last run. Absent: none. */
        readonly unchanged?: number
        /** What reading the pages of an API came to; absent: nobody counted, or it did not come to its end. */
        readonly walks?: WalkCounts
      }
    >
  >
  /** Tables and columns that this package brings; absent in packages of older versions. */
  readonly schemaChanges?: SchemaChanges
  /** Cursors of incremental resources; absent: there were none. */
  readonly cursors?: readonly CursorReport[]
  readonly warnings: readonly string[]
}

/** The sealed package: before the manifest is there nothing happened, after it the package will be loaded. Plain JSON. */
export interface LoadPackage {
  readonly version: 1
  /** Strictly increasing wall clock seconds as dlt writes them, e.g. `1795364844.743783`. */
  readonly loadId: string
  readonly pipeline: string
  readonly dataset: string
  /** The schema's stored document, bumped. */
  readonly schema: Json
  /** Every root table and its descendants to be emptied in the transaction that loads this package. */
  readonly replace: readonly string[]
  /** Tables to drop (refresh, drop command), children first. */
  readonly drop: readonly string[]
  /** Tables to empty (refresh), children first. */
  readonly truncate: readonly string[]
  readonly jobs: readonly JobFile[]
  /** Load ids of the packages that a run sealed as one, this one among them: they are committed as one. Absent: it is alone. */
  readonly together?: readonly string[]
  /** The pipeline state after this package: dlt's document; null when unchanged, so that no state row is written. */
  readonly state: Json | null
  /**
   * `_state_version` and `_version_hash` that the newest state row at the destination must have; version 0: there must be
   * none; null: nobody cares.
   */
  readonly expectedState: { readonly version: number; readonly hash: string } | null
  readonly report: PackageReport
  /** ISO timestamp. */
  readonly createdAt: string
}
