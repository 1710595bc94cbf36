import type { CommitPlan } from '../../contracts/destination.ts'
import type { SqlConnection } from '../../contracts/sql-connection.ts'
import { chainOf, rootOf } from '../../schema/table-chain.ts'
import type { DatasetSession } from '../sql/session.ts'
import { mergedRoots } from '../sql/stage-chain.ts'

/** Deleted rows may make up so much of the tables of a package before DuckDB may write them anew without these. */
const DEAD_SHARE = 0.2

/**
 * Lets DuckDB vacuum only where it pays. By itself it joins row groups at every checkpoint as soon as deleted rows leave
 * room for one less, so that a merge of a tenth of a table writes most of the table anew.
 */
export async function suitVacuum(session: DatasetSession, plans: readonly CommitPlan[]): Promise<void> {
  const setting = (await paysOff(session, plans)) ? 'RESET max_vacuum_tasks' : 'SET max_vacuum_tasks = 0'
  await session.connection.execute(setting)
}

async function paysOff(session: DatasetSession, plans: readonly CommitPlan[]): Promise<boolean> {
  const emptied = plans.flatMap(({ package: { drop, replace, truncate } }) => [...drop, ...replace, ...truncate])
  if (emptied.length > 0) return true
  const names = new Set(plans.flatMap(touchedTables))
  const mayReplace = plans.reduce((sum, plan) => sum + mergedRows(plan), 0)
  const { held, live } = await heldRows(session, [...names])
  return held - live + Math.min(mayReplace, live) > DEAD_SHARE * held
}

/** Tables that get rows, with all of their chains. */
function touchedTables({ staged, schema: { tables } }: CommitPlan): readonly string[] {
  const loaded = [...new Set(staged.map(({ job }) => job.table))].filter((table) => tables.has(table))
  const chains = new Set(loaded.map((table) => rootOf(tables, table)))
  return [...chains].flatMap((root) => chainOf(tables, root.name).map((table) => table.name))
}

/** Rows that may each take the place of another. */
function mergedRows(plan: CommitPlan): number {
  const { tables } = plan.schema
  const merged = new Set(mergedRoots(plan).map((root) => root.name))
  return plan.staged
    .filter(({ job }) => tables.has(job.table) && merged.has(rootOf(tables, job.table).name))
    .reduce((sum, { job }) => sum + job.rows, 0)
}

/** Rows that tables hold, deleted ones included, and those that are left. */
async function heldRows(
  { connection, dialect, dataset, target }: DatasetSession,
  names: readonly string[],
): Promise<{ readonly held: number; readonly live: number }> {
  const known = await heldByTable(connection, dataset)
  const held = names.filter((name) => (known.get(name.toLowerCase()) ?? 0) > 0)
  if (held.length === 0) return { held: 0, live: 0 }
  const counts = held.map((name) => `SELECT count(*) AS ${dialect.quote('rows')} FROM ${target(name)}`)
  const [row] = await connection.rows(
    `SELECT sum(${dialect.quote('rows')}) FROM (${counts.join(' UNION ALL ')}) AS counts`,
  )
  return {
    held: held.reduce((sum, name) => sum + (known.get(name.toLowerCase()) ?? 0), 0),
    live: Number(row?.[0]),
  }
}

async function heldByTable(connection: SqlConnection, dataset: string): Promise<ReadonlyMap<string, number>> {
  const rows = await connection.rows(
    `SELECT lower(table_name), estimated_size FROM duckdb_tables()
     WHERE database_name = current_database() AND lower(schema_name) = lower($1)`,
    [dataset],
  )
  return new Map(rows.map(([table, size]) => [String(table), Number(size)]))
}
