import type { CommitPlan } from '../../contracts/destination.ts'
import { loadIdTaken } from '../../package/load-id-taken.ts'
import { SYSTEM_TABLES } from '../../schema/system-tables.ts'
import { dropTable } from '../../sql/ddl.ts'
import { deleteAll } from '../../sql/dml.ts'
import { append } from './append.ts'
import { checkNotNull, prepareTables, type UncheckedColumn } from './change-tables.ts'
import { checkState } from './check-state.ts'
import { fillRootKeys } from './fill-root-keys.ts'
import { committedLoadIds, realColumns } from './inspect.ts'
import { merge } from './merge.ts'
import { prepareAhead } from './prepare-ahead.ts'
import { repeatedKeys } from './repeated-keys.ts'
import { replace } from './replace.ts'
import { type DatasetSession, lock } from './session.ts'
import { chainFor, dropStaged, mergedRoots, stageRows } from './stage-chain.ts'
import { strategyFor } from './strategy-for.ts'
import { createSystemTables, writeSystemRows } from './system-rows.ts'
import { takeTables } from './take-tables.ts'
import { widenTexts } from './widen-texts.ts'

/**
 * Brings packages into the dataset in one transaction, one after the other, or leaves no trace of any. What an earlier try
 * has committed is left alone.
 * @throws DestinationError `load_id_taken`, `state_moved`, `row_count_differs`, `constraint_violated`, `value_does_not_fit`…
 */
export async function commit(
  session: DatasetSession,
  plans: readonly CommitPlan[],
  signal: AbortSignal,
): Promise<void> {
  for (const root of plans.flatMap(mergedRoots))
    strategyFor(root, { strategies: session.capabilities.mergeStrategies, destination: session.dialect.name })
  for (const plan of plans) await createSystemTables(session, plan)
  await widenTexts(session, plans)
  const ready = await prepareAhead(session, plans, signal)
  try {
    await session.connection.transaction(() => bringAllIn(session, ready), signal)
  } finally {
    await dropAside(session, ready)
  }
}

async function bringAllIn(session: DatasetSession, plans: readonly CommitPlan[]): Promise<void> {
  for (const pipeline of new Set(plans.map((plan) => plan.package.pipeline)))
    await lock(session, `tolva ${session.dataset} ${pipeline}`)
  const loadIds = plans.map((plan) => plan.package.loadId)
  const committed = await committedLoadIds(session, loadIds)
  for (const plan of plans) {
    if (!committed.has(plan.package.loadId)) await bringIn(session, plan)
    else if (!plan.retried) throw loadIdTaken(plan.package)
  }
}

/** They go with the session at the latest, which may be gone; what stopped the load is the error to tell. */
async function dropAside({ connection }: DatasetSession, plans: readonly CommitPlan[]): Promise<void> {
  const tables = plans.flatMap(({ staged }) => staged.flatMap(({ table }) => table ?? []))
  try {
    for (const table of tables) await connection.execute(dropTable(table))
  } catch {}
}

async function bringIn(session: DatasetSession, plan: CommitPlan): Promise<void> {
  await checkState(session, plan)
  await dropTables(session, plan)
  const { unchecked, afterRows } = await prepareTables(session, plan)
  const merged = await mergeRows(session, plan, unchecked)
  await loadRows(session, plan, merged)
  for (const { table, sql } of afterRows) await session.connection.execute(sql, [], table)
  await checkNotNull(session, unchecked)
  await writeSystemRows(session, plan)
}

async function dropTables(session: DatasetSession, { package: { drop }, schema }: CommitPlan): Promise<void> {
  if (drop.length === 0) return
  await takeTables(session, [...(await realColumns(session, drop)).keys()])
  for (const table of drop) await session.connection.execute(dropTable(session.target(table)), [], table)
  // As dlt does: after a drop the schema starts over, and its row is written anew below.
  const versions = session.target(SYSTEM_TABLES.version)
  await session.connection.execute(`DELETE FROM ${versions} WHERE schema_name = $1`, [schema.name])
}

/** Merges chain after chain; returns the tables that are done with. */
async function mergeRows(
  session: DatasetSession,
  plan: CommitPlan,
  unchecked: readonly UncheckedColumn[],
): Promise<ReadonlySet<string>> {
  const done = new Set<string>()
  const roots = mergedRoots(plan)
  if (roots.length === 0) return done
  const jobs = Map.groupBy(plan.staged, ({ job }) => job.table)
  const real = await realColumns(session, [...plan.schema.tables.keys()])
  const added = new Set(unchecked.map(({ table }) => table))
  for (const root of roots) {
    const chain = chainFor(session, plan, { root, real })
    for (const sql of fillRootKeys(chain, added)) await session.connection.execute(sql, [], root.name)
    await stageRows(session, chain, { jobs, real })
    const repeated = await repeatedKeys(session, chain)
    const statements = merge({ ...chain, repeated }, session.capabilities.mergeStrategies)
    for (const sql of statements) await session.connection.execute(sql, [], root.name)
    await dropStaged(session, chain)
    for (const { table } of [chain.root, ...chain.nested]) done.add(table.name)
  }
  return done
}

async function loadRows(session: DatasetSession, plan: CommitPlan, merged: ReadonlySet<string>): Promise<void> {
  const { truncate } = plan.package
  const replaced = new Set(plan.package.replace)
  const jobs = Map.groupBy(plan.staged, ({ job }) => job.table)
  const real = await realColumns(session, [...new Set([...truncate, ...replaced, ...jobs.keys()])])
  for (const table of truncate) {
    if (real.has(table) && !replaced.has(table))
      await session.connection.execute(deleteAll(session.target(table)), [], table)
  }
  for (const [name, columns] of real) {
    const table = plan.schema.tables.get(name)
    if (merged.has(name) || table === undefined) continue
    const into = { name: session.target(name), table, columns }
    await (replaced.has(name) ? replace : append)(session, into, jobs.get(name) ?? [])
  }
}
