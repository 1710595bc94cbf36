import { availableParallelism } from 'node:os'
import type { CommitPlan } from '../../contracts/destination.ts'
import type { DuckDbConnection } from '../../duckdb/connection.ts'
import { ROW_GROUP_ROWS } from '../../formats/parquet/row-group.ts'

/** Up to so many columns the memory that a file is opened with is enough. */
const USUAL_COLUMNS = 1_000
const BYTES_PER_COLUMN = 320 * 1024
const MEGABYTE = 1024 * 1024

/**
 * Suits threads and memory to the packages: one thread where no table fills more than a row group (two only get into each
 * other's way), and room for very wide tables, as each thread of an INSERT holds vectors for every column.
 */
export async function suitSettings(connection: DuckDbConnection, plans: readonly CommitPlan[]): Promise<void> {
  const staged = plans.flatMap((plan) => plan.staged)
  const widest = Math.max(0, ...staged.map(({ job }) => job.columns.length))
  const rows = new Map<string, number>()
  for (const { job } of staged) rows.set(job.table, (rows.get(job.table) ?? 0) + job.rows)
  const isSmall = Math.max(0, ...rows.values()) <= ROW_GROUP_ROWS
  const isWide = widest > USUAL_COLUMNS
  await connection.execute(`SET threads = ${isSmall || isWide ? 1 : availableParallelism()}`)
  if (!isWide) return
  const megabytes = 400 + Math.ceil((widest * BYTES_PER_COLUMN) / MEGABYTE)
  await connection.execute(`SET memory_limit = '${megabytes}MiB'`)
}
