import type { Column } from '../../schema/stored.ts'

/** Some rows of one column, as Parquet's PLAIN encoding has them. */
export interface ColumnPage {
  readonly column: Column
  readonly rows: number
  /** One bit a row, least significant first: 1 where the row has a value. null: every row has one. */
  readonly validity: Uint8Array | null
  /** The values of the rows that have one. */
  readonly values: Uint8Array
}

/** Some rows of one table. Columns may be more than in an earlier page of the same table. */
export interface TablePage {
  readonly table: string
  readonly rows: number
  readonly columns: readonly ColumnPage[]
}
