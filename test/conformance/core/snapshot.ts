/** A table as it stands in the dataset: `[name, database type, nullable]` in order, and rows by column name. */
export interface TableSnapshot {
  readonly columns: readonly (readonly [string, string, boolean])[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

/** What one run left behind: ours, or what was recorded of the original. */
export interface RunSnapshot {
  /** Null: the run succeeded. */
  readonly error: { readonly kind: string; readonly step: string | null; readonly text: string } | null
  /** Stored schemas by name. */
  readonly schemas: Readonly<Record<string, unknown>>
  readonly tables: Readonly<Record<string, TableSnapshot>>
  /** The `sources` section of the pipeline state. */
  readonly state: unknown
  /** Null: nothing was normalized. */
  readonly rowCounts: Readonly<Record<string, number>> | null
  /** Exported schema files by name, where schemas are exported. */
  readonly exported: Readonly<Record<string, unknown>>
}
