import type { CommitPlan } from '../../contracts/destination.ts'
import { DestinationError, InternalError } from '../../errors/tolva-error.ts'
import { setNotNull } from '../../sql/ddl.ts'
import { realColumns } from './inspect.ts'
import type { DatasetSession } from './session.ts'
import { tableChanges } from './table-changes.ts'
import { takeTables } from './take-tables.ts'
import { longestTexts } from './text-sizes.ts'

/** A column that may hold no null although the database does not guard it. */
export interface UncheckedColumn {
  readonly table: string
  readonly column: string
}

/** What is left to do with tables once their rows are in. */
export interface LeftToDo {
  readonly unchecked: readonly UncheckedColumn[]
  readonly afterRows: readonly { readonly table: string; readonly sql: string }[]
}

/**
 * Creates the tables and adds the columns that the package needs. Only names are compared: a type is altered where the
 * package says that it was widened, and nowhere else.
 * A NOT NULL column that is added to a table with rows cannot be guarded before its rows are in: it is returned, to be
 * checked then.
 */
export async function prepareTables(session: DatasetSession, plan: CommitPlan): Promise<LeftToDo> {
  const { dialect, connection } = session
  const loaded = plan.staged.map(({ job }) => job.table)
  requireTables(loaded, plan)
  const tables = [...new Set([...loaded, ...plan.package.truncate])]
  const real = await realColumns(session, tables)
  const unchecked: UncheckedColumn[] = []
  const afterRows: { readonly table: string; readonly sql: string }[] = []
  const { widened = [] } = plan.package.report
  const wanted = { ...plan, tables, widened, real, longest: longestTexts(plan.staged) }
  for (const { table, exists, columns, ...change } of tableChanges(session, wanted)) {
    const target = session.target(table)
    if (exists) await takeTables(session, [table])
    for (const sql of change.statements) await connection.execute(sql, [], table)
    afterRows.push(...change.afterRows.map((sql) => ({ table, sql })))
    const guarded = columns.filter((column) => column.nullable === false).map((column) => column.name)
    if (!exists || guarded.length === 0) continue
    if (dialect.setsNotNull && (await isEmpty(session, target))) {
      for (const column of guarded) await connection.execute(setNotNull(dialect, target, column), [], table)
    } else {
      unchecked.push(...guarded.map((column) => ({ table, column })))
    }
  }
  return { unchecked, afterRows }
}

/**
 * Guards the columns now that their rows are in, where the engine can in the same transaction.
 * @throws DestinationError code `constraint_violated` where one of the columns holds null.
 */
export async function checkNotNull(session: DatasetSession, columns: readonly UncheckedColumn[]): Promise<void> {
  for (const { table, column } of columns) {
    const sql = `SELECT count(*) FROM ${session.target(table)} WHERE ${session.dialect.quote(column)} IS NULL`
    const nulls = Number((await session.connection.rows(sql))[0]?.[0])
    if (nulls === 0 && session.dialect.guardsChangedRows) {
      await takeTables(session, [table])
      await session.connection.execute(setNotNull(session.dialect, session.target(table), column), [], table)
    }
    if (nulls === 0) continue
    throw new DestinationError(
      `column ${column} must not be null, but is new in table ${table}, where ${nulls} rows lack it`,
      {
        code: 'constraint_violated',
        hint: 'Make the column nullable in its hint, or load the table anew with write disposition replace.',
        context: { table, column },
      },
    )
  }
}

async function isEmpty({ connection }: DatasetSession, target: string): Promise<boolean> {
  return (await connection.rows(`SELECT 1 FROM ${target} LIMIT 1`)).length === 0
}

function requireTables(tables: readonly string[], { schema }: CommitPlan): void {
  const unknown = tables.find((table) => !schema.tables.has(table))
  if (unknown === undefined) return
  throw new InternalError(`the package holds rows for table ${unknown}, which its schema does not know`, {
    code: 'unknown_table',
    context: { table: unknown },
  })
}
