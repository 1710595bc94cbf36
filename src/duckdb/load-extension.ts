import type { SqlConnection } from '../contracts/sql-connection.ts'
import type { Logger } from '../log/logger.ts'

/** Extensions of DuckDB that are not part of its driver. */
export type DuckDbExtension = 'httpfs' | 'azure' | 'delta' | 'iceberg' | 'avro'

/**
 * Loads an extension; one that this machine does not have is installed from DuckDB's own place, which is said at info.
 * False: it is not here and cannot be had. Folder: `TOLVA_DUCKDB_EXTENSIONS`, else DuckDB's own in the home folder.
 */
export async function loadExtension(
  connection: SqlConnection,
  name: DuckDbExtension,
  logger: Logger,
): Promise<boolean> {
  if (await runs(connection, `LOAD ${name}`)) return true
  if (!(await runs(connection, `INSTALL ${name}`))) return false
  logger.info('DuckDB extension is installed', { extension: name })
  return runs(connection, `LOAD ${name}`)
}

async function runs(connection: SqlConnection, sql: string): Promise<boolean> {
  return connection.execute(sql).then(
    () => true,
    () => false,
  )
}
