import type { FileFormat } from '../capabilities/capabilities.ts'

/** A plain row as a user sees it; `Value`, `Date`, Temporal values and the wrappers of `tolva` may stand in it. */
export type Row = Readonly<Record<string, unknown>>

/** Rows that come in columns: they are loaded as they are, without row ids. */
export interface Columnar {
  /** true: rows get `_dlt_load_id`. Default false, as in dlt. */
  readonly addDltLoadId?: boolean
}

/** A file of rows that is not parsed here: linked into the package, or converted by DuckDB. A relative path belongs to the working directory. */
export interface FilePage extends Columnar {
  readonly file: string
  readonly format: Extract<FileFormat, 'parquet' | 'csv' | 'jsonl'>
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
  /** What those that depend on these rows are told of the rows that these came from. Plain JSON values. */
  readonly origin?: Readonly<Record<string, unknown>>
}
