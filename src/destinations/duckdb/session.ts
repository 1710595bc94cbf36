import type { DuckDbConnection } from '../../duckdb/connection.ts'
import type { SqlDialect } from '../../sql/dialect.ts'
import { qualifiedName } from '../../sql/qualified-name.ts'

/** An open connection that knows which dataset it works on. */
export interface DatasetSession {
  readonly connection: DuckDbConnection
  readonly dialect: SqlDialect
  readonly dataset: string
  /** The dataset with its catalog, quoted: a file may be called like a dataset, which alone would be ambiguous. */
  readonly schemaName: string
  /** A table's full name, quoted. */
  target(table: string): string
  /** ISO text of now, UTC. */
  now(): string
}

/** Asks the connection for its catalog and fixes all names to it. */
export async function openSession(
  connection: DuckDbConnection,
  { dataset, dialect, now }: { readonly dataset: string; readonly dialect: SqlDialect; readonly now: () => number },
): Promise<DatasetSession> {
  const [row] = await connection.rows('SELECT current_database()')
  const catalog = String(row?.[0])
  return {
    connection,
    dialect,
    dataset,
    schemaName: qualifiedName(dialect, catalog, dataset),
    target: (table) => qualifiedName(dialect, catalog, dataset, table),
    now: () => new Date(now()).toISOString(),
  }
}
