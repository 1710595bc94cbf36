import type { MergeStrategy } from '../../../capabilities/capabilities.ts'
import type { Column, Table } from '../../../schema/stored.ts'
import type { FormatColumn, LiveFile, TablePlace, TableSnapshot } from './table-format.ts'
import type { NewFile } from './write-files.ts'

/** A table as it stands at its newest version, or before its first one, ready to get the next. */
export interface OpenTable {
  readonly snapshot: TableSnapshot
  /** true: it has columns that its newest version lacks. */
  readonly evolved: boolean
  /** SQL of texts by which rows are parted into files. */
  readonly partitionBy: readonly string[]
  /** Those of its columns that data files hold. */
  readonly written: readonly FormatColumn[]
  /** Whether the load has its commit in it. */
  holds(loadId: string, pipeline: string): Promise<boolean>
  /** The same table with more columns; nothing is written. */
  evolve(added: readonly FormatColumn[]): OpenTable
  /** The same table with the columns and partitions of a new one; all files that it has are to go. Nothing is written. */
  restart(table: Table): OpenTable
  /** Where in the table's folder a new file goes. `id` is unique. */
  fileName(file: NewFile, id: string): string
  /** Makes the next version visible, all at once. false: another writer was faster. */
  commit(next: NextVersion): Promise<boolean>
}

/** The next version of a table. */
export interface NextVersion {
  readonly table: Table
  readonly add: readonly AddedFile[]
  readonly remove: readonly LiveFile[]
  readonly mode: 'append' | 'replace' | 'merge'
  readonly loadId: string
  readonly pipeline: string
}

export interface AddedFile extends NewFile {
  /** Where it is in the bucket by now. */
  readonly key: string
}

/** What tells one table format from another: its types, its log and its names. */
export interface TableLog {
  readonly name: string
  readonly mergeStrategies: readonly MergeStrategy[]
  /** How a column is declared and written in a new table, or added to one. */
  columnOf(column: Column): FormatColumn
  /** A table that is not there yet, with the columns that the schema says. */
  create(place: TablePlace, table: Table): OpenTable
  /** undefined: there is no such table. */
  open(place: TablePlace, table: string): Promise<OpenTable | undefined>
}
