import type { CommitPlan } from '../../contracts/destination.ts'
import { DestinationError, InternalError } from '../../errors/tolva-error.ts'
import { SYSTEM_TABLES } from '../../schema/system-tables.ts'
import { dropTable } from '../../sql/ddl.ts'
import { deleteAll } from '../../sql/dml.ts'
import { append } from '../sql/append.ts'
import { fillRootKeys } from '../sql/fill-root-keys.ts'
import { merge } from '../sql/merge.ts'
import { replace } from '../sql/replace.ts'
import { strategyFor } from '../sql/strategy-for.ts'
import { duckDbCapabilities } from './capabilities.ts'
import { checkNotNull, prepareTables, type UncheckedColumn } from './change-tables.ts'
import { committedLoadIds, newestState, realColumns } from './inspect.ts'
import { jobSources } from './job-sources.ts'
import type { DatasetSession } from './session.ts'
import { chainFor, dropStaged, mergedRoots, stageRows } from './stage-chain.ts'
import { suitSettings } from './suit-settings.ts'
import { createSystemTables, writeSystemRows } from './system-rows.ts'

/**
 * Brings a package into the dataset in one transaction, or leaves no trace of it. A load id that is there already is left alone.
 * @throws DestinationError `state_moved`, `row_count_differs`, `constraint_violated`, `value_does_not_fit`…
 */
export async function commit(session: DatasetSession, plan: CommitPlan, signal: AbortSignal): Promise<void> {
  for (const root of mergedRoots(plan))
    strategyFor(root, { strategies: duckDbCapabilities.mergeStrategies, destination: session.dialect.name })
  await createSystemTables(session, plan)
  await suitSettings(session.connection, plan)
  try {
    await commitOnce(session, plan, signal)
  } catch (error) {
    // DuckDB cannot spill the row groups it is building; where they are large that shows only here.
    if (!(error instanceof DestinationError) || error.code !== 'out_of_memory') throw error
    await session.connection.makeRoom()
    await commitOnce(session, plan, signal)
  }
}

async function commitOnce(session: DatasetSession, plan: CommitPlan, signal: AbortSignal): Promise<void> {
  await session.connection.transaction(async () => {
    const { loadId } = plan.package
    if ((await committedLoadIds(session, [loadId])).has(loadId)) return
    await checkState(session, plan)
    await dropTables(session, plan)
    const unchecked = await prepareTables(session, plan)
    const merged = await mergeRows(session, plan, unchecked)
    await loadRows(session, plan, merged)
    await checkNotNull(session, unchecked)
    await writeSystemRows(session, plan)
  }, signal)
}

async function checkState(
  session: DatasetSession,
  { package: { pipeline, expectedState } }: CommitPlan,
): Promise<void> {
  if (expectedState === null) return
  const newest = await newestState(session, pipeline)
  const moved =
    newest?.version !== expectedState.version || (newest.versionHash ?? expectedState.hash) !== expectedState.hash
  if (!moved) return
  throw new DestinationError(
    `the state of pipeline ${pipeline} at the destination is ${newest ? `version ${newest.version} of load ${newest.loadId}` : 'gone'}, ` +
      `but this package was made from version ${expectedState.version}`,
    {
      code: 'state_moved',
      hint: 'Another run loaded in between. Discard this package and run again: tolva takes up the newer state first.',
      context: { pipeline, dataset: session.dataset },
    },
  )
}

async function dropTables(session: DatasetSession, { package: { drop }, schema }: CommitPlan): Promise<void> {
  if (drop.length === 0) return
  for (const table of drop) await session.connection.execute(dropTable(session.target(table)), [], table)
  // As dlt does: after a drop the schema starts over, and its row is written anew below.
  const versions = session.target(SYSTEM_TABLES.version)
  await session.connection.execute(`DELETE FROM ${versions} WHERE schema_name = ?`, [schema.name])
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
  const sources = jobSources(plan.staged, session.dialect)
  const real = new Set((await realColumns(session, [...plan.schema.tables.keys()])).keys())
  const added = new Set(unchecked.map(({ table }) => table))
  for (const root of roots) {
    const chain = chainFor(session, plan, { root, real })
    const statements = merge(chain, duckDbCapabilities.mergeStrategies)
    for (const sql of fillRootKeys(chain, added)) await session.connection.execute(sql, [], root.name)
    await stageRows(session, chain, sources)
    for (const sql of statements) await session.connection.execute(sql, [], root.name)
    await dropStaged(session, chain)
    for (const { table } of [chain.root, ...chain.nested]) done.add(table.name)
  }
  return done
}

async function loadRows(session: DatasetSession, plan: CommitPlan, merged: ReadonlySet<string>): Promise<void> {
  const { truncate } = plan.package
  const replaced = new Set(plan.package.replace)
  const sources = jobSources(plan.staged, session.dialect)
  const real = await realColumns(session, [...new Set([...truncate, ...replaced, ...sources.keys()])])
  for (const table of truncate) {
    if (real.has(table) && !replaced.has(table))
      await session.connection.execute(deleteAll(session.target(table)), [], table)
  }
  for (const table of real.keys()) {
    if (merged.has(table)) continue
    const load = { target: session.target(table), sources: sources.get(table) ?? [] }
    const statements = replaced.has(table) ? replace(session.dialect, load) : append(session.dialect, load)
    for (const { sql, rows } of statements) {
      const changed = await session.connection.execute(sql, [], table)
      if (rows !== undefined && changed !== rows) throw countDiffers(table, rows, changed)
    }
  }
}

function countDiffers(table: string, expected: number, changed: number): InternalError {
  return new InternalError(`table ${table} took ${changed} rows where the package holds ${expected}`, {
    code: 'row_count_differs',
    hint: 'Nothing was loaded. Please report this with the manifest of the package.',
    context: { table },
  })
}
