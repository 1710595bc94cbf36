/** Column → what can be said of all its values: `type, count, distinct, sum of hashes`. */
export type TableSummary = Readonly<Record<string, string>>

/** Table → its columns. */
export type DatasetSummary = Readonly<Record<string, TableSummary>>

/** One destination, into which a contender loads once. */
export interface Spot extends AsyncDisposable {
  /** What a contender is told: a path or a connection string. */
  readonly address: string
  /** Summaries of the data tables; dlt's system tables are left out. */
  summarize(dataset: string): Promise<DatasetSummary>
  countRows(dataset: string, table: string): Promise<number>
}

/** A kind of destination, which all contenders of a benchmark share. */
export interface Place extends AsyncDisposable {
  /**
   * A spot of its own for a contender.
   * @param folder The contender's, a copy of that of the spot `copyOf`, if there is one.
   */
  open(folder: string, copyOf?: Spot): Promise<Spot>
}

/** Values that are random or of the moment, so that no two runs agree on them. */
export const OWN_COLUMNS: readonly string[] = ['_dlt_id', '_dlt_load_id', '_dlt_parent_id', '_dlt_root_id']
