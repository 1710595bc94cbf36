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
  /** false: `ADD COLUMN … NOT NULL` is refused, so the constraint follows in a statement of its own. */
  readonly addsNotNull: boolean
}

export type ReflectedType = Pick<Column, 'precision' | 'scale' | 'timezone'> & Required<Pick<Column, 'data_type'>>
