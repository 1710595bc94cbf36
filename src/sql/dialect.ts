import type { Column } from '../schema/stored.ts'

/** What differs between SQL engines in how names, values and types are written. Pure. */
export interface SqlDialect {
  /** `duckdb`, `postgres`… */
  readonly name: string
  quote(identifier: string): string
  /** A value as it stands in a statement. */
  literal(value: string | number | bigint | boolean | null): string
  /**
   * The engine's type of a complete column, e.g. `DECIMAL(38,9)`.
   * @throws SchemaError `unsupported_precision` or `unsupported_type`.
   */
  typeOf(column: Column): string
  /** The column type that reflects an engine's type; unknown types are text. */
  columnOf(type: string): ReflectedType
  /** What stands behind a column's type besides NOT NULL: ` UNIQUE`. Absent: nothing. */
  constraintOf?(column: Column): string
  /** Gives a table such a constraint, where that costs less than to keep it up while the rows of a new table come. */
  addUnique?(target: string, column: string): string
  /** What stands behind the columns of CREATE TABLE: ` SORTKEY ("day")`. Absent: nothing. */
  tableOptions?(columns: readonly Column[]): string
  /** false: `ADD COLUMN … NOT NULL` is refused, so the constraint follows in a statement of its own. */
  readonly addsNotNull: boolean
  /** false: no column that is there can be made NOT NULL. */
  readonly setsNotNull: boolean
  /** true: a column can be made NOT NULL in a transaction that has changed rows of its table. */
  readonly guardsChangedRows: boolean
  /** true: updating some rows writes all of their columns anew, so that deleting and inserting rows costs less. */
  readonly rewritesUpdatedColumns: boolean
  /** What the engine has of a dataset, as queries whose `$1` is the dataset. */
  readonly catalog: {
    /** One row where the dataset is there. */
    readonly dataset: string
    /** Table, column, type, whether it may be null: of all tables, in the order of their columns. */
    readonly columns: string
  }
  /** The full name of a temporary table. */
  temporaryName(name: string): string
  /** Makes a temporary table of what a select gives; it lasts until it is dropped, at most as long as the transaction or session. */
  createTemporary(target: string, select: string): string
  /** Lets the transaction wait for others that took the same name. Absent: the engine finds conflicts by itself, or locks tables. */
  lock?(name: string): string
  /** Lets the transaction wait for others that took the same table, where there are no locks of names. */
  lockTable?(target: string): string
  /** How a transaction gets tables for itself. Absent: whoever reads a table is never in the way of one who changes it. */
  readonly alone?: {
    /** Takes the tables until the transaction ends; nobody else can read them then. */
    take(targets: readonly string[]): string
    /** How long statements of the transaction wait for others from now on. */
    patience(ms: number): string
  }
  /** Tells the planner what a temporary table holds. Absent: the engine knows. */
  analyze?(target: string): string
  /** Empties a table at once; readers wait until the transaction ends. Absent: there is only DELETE. */
  truncate?(target: string): string
}

export type ReflectedType = Pick<Column, 'precision' | 'scale' | 'timezone'> & Required<Pick<Column, 'data_type'>>
