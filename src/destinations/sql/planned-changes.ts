import type { ChangeRequest, TableChange } from '../../contracts/destination.ts'
import { dropTable } from '../../sql/ddl.ts'
import { deleteAll } from '../../sql/dml.ts'
import { realColumns } from './inspect.ts'
import type { DatasetSession } from './session.ts'
import { tableChanges } from './table-changes.ts'

/** The statements by which a load would change tables, in the order of a commit. Nothing is changed. */
export async function plannedChanges(session: DatasetSession, request: ChangeRequest): Promise<readonly TableChange[]> {
  const { schema, loaded, widened, drop, truncate, replace } = request
  const tables = [...new Set([...loaded, ...truncate])]
  const there = await realColumns(session, [...new Set([...tables, ...drop, ...replace])])
  const real = new Map([...there].filter(([table]) => !drop.includes(table)))
  const destroy = (table: string, sql: string): TableChange => ({ table, sql, destructive: true })
  return [
    ...drop.filter((table) => there.has(table)).map((table) => destroy(table, dropTable(session.target(table)))),
    ...tableChanges(session, { schema, tables, widened, real }).flatMap(({ table, statements, afterRows }) =>
      [...statements, ...afterRows].map((sql) => ({ table, sql, destructive: false })),
    ),
    ...[...new Set([...truncate, ...replace])]
      .filter((table) => real.has(table))
      .map((table) => destroy(table, deleteAll(session.target(table)))),
  ]
}
