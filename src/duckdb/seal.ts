import type { DuckDBInstance } from '@duckdb/node-api'
import { quoteText } from '../sql/quote-text.ts'

/**
 * Statements after which a database reaches no file but its own and those named, and no setting can be changed, whatever comes.
 * Names are told apart as texts: a file, or the URL by which a statement reads it.
 */
export function sealing(files: readonly string[] = []): readonly string[] {
  return [
    ...(files.length === 0 ? [] : [`SET allowed_paths = [${files.map((file) => quoteText(file)).join(', ')}]`]),
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ]
}

/** Shuts a database off from everything but its own file. Sessions opened on it later compute in UTC. */
export async function seal(instance: DuckDBInstance): Promise<void> {
  const connection = await instance.connect()
  try {
    // Only the icu extension knows time zones; where it is absent DuckDB computes in UTC anyway.
    await connection.run(`SET GLOBAL TimeZone = 'UTC'`).catch(() => undefined)
    for (const statement of sealing()) await connection.run(statement)
  } finally {
    connection.closeSync()
  }
}
