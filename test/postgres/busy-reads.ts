import type { TestDatabase } from './database.ts'

/** Readings that the server is busy with: what a session asks for by then is rows of its cursor, and no longer the statement itself. */
export async function busyReads(database: TestDatabase): Promise<number> {
  const rows = await database.query(
    `select 1 from pg_stat_activity where datname = current_database() and state = 'active' and query like 'FETCH % FROM tolva_rows'`,
  )
  return rows.length
}
