import type { CommitPlan } from '../../contracts/destination.ts'
import type { DuckDbConnection } from '../../duckdb/connection.ts'

/** Up to so many columns the memory that a file is opened with is enough. */
const USUAL = 1_000
const BYTES_PER_COLUMN = 320 * 1024
const MEGABYTE = 1024 * 1024

/**
 * Gives DuckDB the memory that very wide tables need: each thread of an INSERT holds vectors for every column, whatever the
 * number of rows.
 */
export async function makeRoomForColumns(connection: DuckDbConnection, plan: CommitPlan): Promise<void> {
  const widest = Math.max(0, ...plan.staged.map(({ job }) => job.columns.length))
  if (widest <= USUAL) return
  const megabytes = Math.ceil((widest * BYTES_PER_COLUMN) / MEGABYTE)
  await connection.execute('SET threads = 1')
  await connection.execute(`SET memory_limit = '${400 + megabytes}MiB'`)
}
