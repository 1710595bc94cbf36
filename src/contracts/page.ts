import type { FileFormat } from '../capabilities/capabilities.ts'

/** A plain row as a user sees it; `Value`, `Date`, Temporal values and the wrappers of `tolva` may stand in it. */
export type Row = Readonly<Record<string, unknown>>

/** What a resource yields: rows, or a body that stays bytes, or a columnar file. */
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
  | { readonly file: string; readonly format: FileFormat }
) & {
  /** Table for these rows where it is not the resource's own. */
  readonly table?: string
  /** true: the table is made even if no row ever comes. */
  readonly materialize?: true
  /** Plain JSON from which the resource could go on behind this page. */
  readonly position?: unknown
}
