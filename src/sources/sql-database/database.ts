import type { Row } from '../../contracts/page.ts'
import type { ReflectedTable } from './reflected.ts'

/** Which tables are looked at. */
export interface TableRequest {
  /** Default: that of the session. */
  readonly schema: string | undefined
  /** undefined: all. Views among them are always found. */
  readonly names: readonly string[] | undefined
  readonly includeViews: boolean
}

/** How names and values are written in a statement. */
export interface ReadDialect {
  quote(name: string): string
  /** A value to compare a column with. Times and decimals come as texts. */
  literal(value: string | number | bigint): string
}

/** What is read of a table. */
export interface TableQuery {
  /** A SELECT. */
  readonly sql: string
  readonly table: ReflectedTable
  /** Columns whose last values a chunk tells; empty: none. */
  readonly keys: readonly string[]
  /** Rows in a chunk. */
  readonly chunkSize: number
}

/** A Parquet file with some of the rows, in their order. */
export interface FileChunk {
  /** Absolute. Its reader need not delete it. */
  readonly file: string
  readonly rows: number
  /** Of the last row, the keys of the query. */
  readonly last: readonly unknown[]
}

/** A session on a database that is read. Each query is one snapshot. */
export interface SourceDatabase extends AsyncDisposable {
  readonly dialect: ReadDialect
  tables(request: TableRequest): Promise<readonly ReflectedTable[]>
  /** Rows as values of their types, in chunks. */
  rows(query: TableQuery, signal: AbortSignal): AsyncIterable<readonly Row[]>
  /** The same as files below a folder, where the database has a faster way for it. */
  files?(query: TableQuery, to: FileTarget): AsyncIterable<FileChunk>
}

/** Where files are made, and who hears of it. */
export interface FileTarget {
  /** Absolute. */
  readonly folder: string
  readonly signal: AbortSignal
  /** Told what the user should know. */
  readonly warn: (text: string) => void
}
