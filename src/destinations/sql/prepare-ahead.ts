import type { CommitPlan, PhysicalColumn } from '../../contracts/destination.ts'
import { checkState } from './check-state.ts'
import { committedLoadIds, realColumns } from './inspect.ts'
import type { DatasetSession } from './session.ts'
import { type StatedChange, tableChanges } from './table-changes.ts'
import { takeTables } from './take-tables.ts'

/**
 * What comes before the transaction of a commit, where an engine lets nobody read a table that is being changed. Rows of
 * packages that change tables which are there are brought to the server first, so that nothing is changed for rows that do
 * not fit. Then each table gets its new columns in a short transaction of its own, so that readers do not wait while rows are
 * loaded.
 * @returns the plans, with their rows where they are now.
 */
export async function prepareAhead(
  session: DatasetSession,
  plans: readonly CommitPlan[],
  signal: AbortSignal,
): Promise<readonly CommitPlan[]> {
  const { copyAside, connection } = session
  if (session.dialect.alone === undefined || copyAside === undefined) return plans
  const real = await realColumns(session, [...new Set(plans.flatMap(namedTables))])
  if (!plans.some((plan) => needsTables(session, plan, real))) return plans
  if ((await session.keepsAside?.()) === false) return plans
  const committed = await committedLoadIds(
    session,
    plans.map((plan) => plan.package.loadId),
  )
  const wanted = plans.filter((plan) => !committed.has(plan.package.loadId))
  for (const plan of wanted) await checkState(session, plan)
  const aside: CommitPlan[] = []
  for (const plan of wanted) {
    const copy = () => rowsAside({ ...session, copyAside }, plan)
    aside.push({ ...plan, staged: await connection.transaction(copy, signal) })
  }
  for (const plan of wanted) await addColumnsAhead(session, plan, { real, signal })
  return aside
}

function namedTables({ staged, package: { truncate, replace, drop } }: CommitPlan): readonly string[] {
  return [...staged.map(({ job }) => job.table), ...truncate, ...replace, ...drop]
}

type Real = ReadonlyMap<string, readonly PhysicalColumn[]>

/** Whether a table that is there has to be taken from its readers. */
function needsTables(session: DatasetSession, plan: CommitPlan, real: Real): boolean {
  const { drop, replace } = plan.package
  const emptied = session.replaceStrategy === 'staging-optimized' ? replace : []
  return [...drop, ...emptied].some((table) => real.has(table)) || changesOf(session, plan, real).length > 0
}

/** What tables that are there lack. */
function changesOf(session: DatasetSession, plan: CommitPlan, real: Real): readonly StatedChange[] {
  const { drop, truncate, report } = plan.package
  const loaded = plan.staged.map(({ job }) => job.table).filter((table) => plan.schema.tables.has(table))
  const tables = [...new Set([...loaded, ...truncate])].filter((table) => real.has(table) && !drop.includes(table))
  return tableChanges(session, { schema: plan.schema, tables, widened: report.widened ?? [], real })
}

async function rowsAside(
  session: DatasetSession & Required<Pick<DatasetSession, 'copyAside'>>,
  { staged, schema }: CommitPlan,
): Promise<CommitPlan['staged']> {
  const rows: CommitPlan['staged'][number][] = []
  for (const [name, jobs] of Map.groupBy(staged, ({ job }) => job.table)) {
    const table = schema.tables.get(name)
    rows.push(...(table === undefined ? jobs : await session.copyAside(table, jobs)))
  }
  return rows
}

async function addColumnsAhead(
  session: DatasetSession,
  plan: CommitPlan,
  { real, signal }: { readonly real: Real; readonly signal: AbortSignal },
): Promise<void> {
  const tables = new Set(
    changesOf(session, plan, real)
      .filter(mayComeAhead)
      .map((change) => change.table),
  )
  for (const table of tables) {
    await session.connection.transaction(async () => {
      await takeTables(session, [table])
      // Another pipeline may have done the same while we waited.
      const changes = changesOf(session, plan, await realColumns(session, [table])).filter(mayComeAhead)
      for (const sql of changes.flatMap(({ statements }) => statements))
        await session.connection.execute(sql, [], table)
    }, signal)
  }
}

/** A column that must not be null says something of all rows, those of this package included. */
function mayComeAhead({ columns }: StatedChange): boolean {
  return columns.every((column) => column.nullable !== false)
}
