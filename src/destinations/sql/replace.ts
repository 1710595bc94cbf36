import type { StagedJob } from '../../contracts/destination.ts'
import { dropTable } from '../../sql/ddl.ts'
import { deleteAll, insertSelect } from '../../sql/dml.ts'
import { append } from './append.ts'
import type { DatasetSession, RowTarget } from './session.ts'
import { takeTables } from './take-tables.ts'

/**
 * Puts the package's rows, which may be none, in the place of those in the table. Whatever the strategy, it is one step:
 * `truncate-and-insert` deletes and inserts, and readers see the old rows until then; `insert-from-staging` does so once the
 * rows are at the destination; `staging-optimized` empties the table at once where the engine can, and readers wait from then on.
 */
export async function replace(session: DatasetSession, into: RowTarget, jobs: readonly StagedJob[]): Promise<void> {
  const { dialect, replaceStrategy } = session
  const execute = (sql: string) => session.connection.execute(sql, [], into.table.name)
  if (replaceStrategy === 'insert-from-staging' && jobs.some(({ job }) => job.rows > 0)) {
    const staging = dialect.temporaryName('_dlt_replace')
    await execute(dialect.createTemporary(staging, `SELECT * FROM ${into.name} LIMIT 0`))
    await append(session, { ...into, name: staging }, jobs)
    await execute(deleteAll(into.name))
    const columns = into.columns.map(({ name }) => name)
    await execute(insertSelect(dialect, into.name, { columns, from: staging }))
    await execute(dropTable(staging))
    return
  }
  const truncate = replaceStrategy === 'staging-optimized' ? dialect.truncate : undefined
  if (truncate) await takeTables(session, [into.table.name])
  await execute(truncate?.(into.name) ?? deleteAll(into.name))
  await append(session, into, jobs)
}
