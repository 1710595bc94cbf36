import type { StagedJob } from '../../contracts/destination.ts'
import { createTable } from '../../sql/ddl.ts'
import type { SqlDialect } from '../../sql/dialect.ts'
import type { RowTarget, SessionParts } from '../sql/session.ts'
import type { PostgresConnection } from './connection.ts'
import { copySql } from './copy-sql.ts'

/** COPY of job files into temporary tables that last as long as the session, one for each set of columns. */
export function copyAside(connection: PostgresConnection, dialect: SqlDialect): NonNullable<SessionParts['copyAside']> {
  let made = 0
  return async (table, jobs) => {
    const aside: StagedJob[] = jobs.filter(({ job }) => job.rows === 0)
    const withRows = jobs.filter(({ job }) => job.rows > 0)
    for (const group of Map.groupBy(withRows, ({ job }) => JSON.stringify(job.columns)).values()) {
      const [first, ...others] = group
      if (first === undefined) continue
      made += 1
      const into = { name: dialect.temporaryName(`_dlt_aside_${made}`), table }
      await copyIntoNew({ connection, dialect, into, one: first })
      for (const one of others) await connection.copy(copySql(dialect, into, one), one.location, table.name)
      const rows = group.reduce((sum, { job }) => sum + job.rows, 0)
      aside.push({ ...first, job: { ...first.job, rows }, table: into.name })
    }
    return aside
  }
}

/** Makes a temporary table with the types of the schema and copies a job file into it. */
export async function copyIntoNew(copy: {
  readonly connection: PostgresConnection
  readonly dialect: SqlDialect
  readonly into: Pick<RowTarget, 'name' | 'table'>
  readonly one: StagedJob
}): Promise<void> {
  const { connection, dialect, into, one } = copy
  const { name, table } = into
  const columns = one.job.columns.flatMap((column) => table.columns.get(column) ?? [])
  const bare = columns.map(({ unique: _, nullable: __, ...column }) => column)
  const create = createTable(dialect, name, { columns: bare }).replace('CREATE TABLE', 'CREATE TEMP TABLE')
  await connection.execute(create, [], table.name)
  await connection.copy(copySql(dialect, into, one), one.location, table.name)
}
