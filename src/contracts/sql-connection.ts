import type { RowStream } from './destination.ts'

/** What can stand for a `$1` in a statement. */
export type SqlParam = string | number | bigint | boolean | null | Uint8Array

/** A session on a database. Statements run one after the other; each stream has a session of its own. */
export interface SqlConnection extends AsyncDisposable {
  /** Returns the number of rows changed. `table` is named in errors. */
  execute(sql: string, params?: readonly SqlParam[], table?: string): Promise<number>
  /** All rows of a small result. */
  rows(sql: string, params?: readonly SqlParam[]): Promise<readonly (readonly unknown[])[]>
  /** Rows in chunks, read as they are asked for. Close by reading to the end or leaving the loop; a signal stops the statement. */
  stream(sql: string, params?: readonly SqlParam[], signal?: AbortSignal): Promise<RowStream>
  /** Commits what `work` did, or leaves no trace of it when it throws or the signal aborts. */
  transaction<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>
}
