/** What a notebook is about. */
export interface NotebookSubject {
  readonly pipeline: string
  readonly dataset: string
  /** The one that is looked at first. */
  readonly table: string
  /** Where data goes: `duckdb:////abs/file.duckdb`. */
  readonly location: string
}
