import type { StagedJob } from '../../contracts/destination.ts'
import type { Table } from '../../schema/stored.ts'
import { createTable } from '../../sql/ddl.ts'
import type { SqlDialect } from '../../sql/dialect.ts'
import type { SessionParts } from '../sql/session.ts'
import type { PostgresConnection } from './connection.ts'
import { copyOf } from './copy-of.ts'

/** COPY of the job files of a table into a temporary one that lasts as long as the session. */
export function copyAside(connection: PostgresConnection, dialect: SqlDialect): NonNullable<SessionParts['copyAside']> {
  let made = 0
  return async (table, jobs) => {
    const withRows = jobs.filter(({ job }) => job.rows > 0)
    const [first] = withRows
    if (first === undefined) return jobs
    made += 1
    const name = dialect.temporaryName(`_dlt_aside_${made}`)
    await copyIntoNew({ connection, dialect, into: { name, table }, jobs: withRows })
    const columns = columnsOf(withRows)
    const rows = withRows.reduce((sum, { job }) => sum + job.rows, 0)
    return [{ ...first, job: { ...first.job, columns, rows }, table: name }]
  }
}

/** Makes a temporary table with the types of the schema and copies job files into it. */
export async function copyIntoNew(copy: {
  readonly connection: PostgresConnection
  readonly dialect: SqlDialect
  readonly into: { readonly name: string; readonly table: Table }
  readonly jobs: readonly StagedJob[]
}): Promise<void> {
  const { connection, dialect, into, jobs } = copy
  const { name, table } = into
  const columns = columnsOf(jobs).flatMap((column) => table.columns.get(column) ?? [])
  const bare = columns.map(({ unique: _, nullable: __, ...column }) => column)
  const create = createTable(dialect, name, { columns: bare }).replace('CREATE TABLE', 'CREATE TEMP TABLE')
  await connection.execute(create, [], table.name)
  for (const one of jobs) await connection.copy(copyOf(dialect, into, one), table.name)
}

/** A file that lacks a column of another holds null there, as its rows do in the end. */
function columnsOf(jobs: readonly StagedJob[]): readonly string[] {
  return [...new Set(jobs.flatMap(({ job }) => job.columns))]
}
