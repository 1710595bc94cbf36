import type { SqlDialect } from '../../sql/dialect.ts'
import { insertSelect } from '../../sql/dml.ts'

/** The rows of a package for one table: `target` and each `from` are SQL (a qualified table, a function that reads files). */
export interface TableLoad {
  readonly target: string
  readonly sources: readonly RowSource[]
}

export interface RowSource {
  readonly columns: readonly string[]
  readonly from: string
  /** Rows it holds, as counted when it was written. */
  readonly rows: number
}

/** A statement; `rows` is the number of rows it must change, where that is known. */
export interface LoadStatement {
  readonly sql: string
  readonly rows?: number
}

/** Adds the rows to what is there. Sources without rows need no statement. */
export function append(dialect: SqlDialect, load: TableLoad): readonly LoadStatement[] {
  return load.sources
    .filter((source) => source.rows > 0)
    .map((source) => ({ sql: insertSelect(dialect, load.target, source), rows: source.rows }))
}
