import type { FileFormat } from '../capabilities/capabilities.ts'

/** A plain row as a user sees it; `Value`, `Date`, Temporal values and the wrappers of `tolva` may stand in it. */
export type Row = Readonly<Record<string, unknown>>

/** Rows that come in columns: they are loaded as they are, without row ids. */
export interface Columnar {
  /** true: rows get `_dlt_load_id`. Default false, as in dlt. */
  readonly addDltLoadId?: boolean
  /** true: rows get `_dlt_load_id` and an id of their own, `_dlt_id`, as rows that come as values do. Default false, as in dlt. */
  readonly addDltId?: boolean
}

/** Options of DuckDB's `read_csv` by their names there: `delim`, `header`, `quote`, `nullstr`, `skip`… */
export type CsvOptions = Readonly<Record<string, string | number | boolean | readonly string[]>>

/** A file of rows that is not parsed here: linked into the package, or converted by DuckDB. A relative path belongs to the working directory. */
export interface FilePage extends Columnar {
  readonly file: string
  readonly format: Extract<FileFormat, 'parquet' | 'csv' | 'jsonl'>
  /** How a csv file is read. Absent: DuckDB finds out. */
  readonly csv?: CsvOptions
}

/** A stream (or file) of Apache Arrow's IPC format; needs the package `apache-arrow`. */
export interface ArrowPage extends Columnar {
  readonly arrow: Uint8Array
}

/** What a resource yields: rows, or a body that stays bytes, or columns. */
export type Page<R = Row> = (
  | { readonly rows: readonly R[] }
  | {
      /** UTF-8 JSON. The rows are what `selector` points at: a list, or one object. */
      readonly bytes: Uint8Array
      /** Dotted path to the rows (`data.items`), or `$` for the document itself. Absent: `$`. */
      readonly selector?: string
      /** `jsonl`: one row a line, no selector. Absent: `json`. */
      readonly format?: 'json' | 'jsonl'
    }
  | FilePage
  | ArrowPage
) & {
  /** Table for these rows where it is not the resource's own. */
  readonly table?: string
  /** true: the table is made even if no row ever comes. */
  readonly materialize?: true
  /** Plain JSON from which the resource could go on behind this page. */
  readonly position?: unknown
  /** Where the rows were read, for errors: what a person calls the file, and the line of the first row where that is known. */
  readonly from?: { readonly file: string; readonly line?: number }
  /**
   * How many bytes were read for this page, where its own content does not tell: the whole answer where the page is a part of it,
   * the body where its rows were parsed since.
   */
  readonly readBytes?: number
  /** What those that depend on these rows are told of the rows that these came from. Plain JSON values. */
  readonly origin?: Readonly<Record<string, unknown>>
}
