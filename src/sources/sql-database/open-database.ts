import { type DatabaseKind, databaseFile, databaseKind, type SqlCredentials } from './credentials.ts'
import type { SourceDatabase } from './database.ts'

type Open = (credentials: SqlCredentials) => Promise<SourceDatabase>

const OPENERS: Readonly<Record<DatabaseKind, Open>> = {
  postgresql: async (credentials) => (await import('./postgres/database.ts')).openPostgres(credentials),
  mysql: async (credentials) => (await import('./mysql/database.ts')).openMySql(credentials),
  sqlite: async (credentials) => (await import('./sqlite/database.ts')).openSqlite(databaseFile(credentials)),
  duckdb: async (credentials) => (await import('./duckdb/database.ts')).openDuckDb(databaseFile(credentials)),
}

/** Opens a session on the database; its driver is loaded now. */
export function openDatabase(credentials: SqlCredentials): Promise<SourceDatabase> {
  return OPENERS[databaseKind(credentials)](credentials)
}
