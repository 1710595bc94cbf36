import type { StagedJob } from '../../contracts/destination.ts'
import type { Table } from '../../schema/stored.ts'
import { createTable } from '../../sql/ddl.ts'
import type { SqlDialect } from '../../sql/dialect.ts'
import type { SessionParts } from '../sql/session.ts'
import type { PostgresConnection } from './connection.ts'
import { copyOf } from './copy-of.ts'
import { plainType } from './plain-type.ts'

/** COPY of the job files of a table into temporary ones that last as long as the session: one for files of the same types. */
export function copyAside(connection: PostgresConnection, dialect: SqlDialect): NonNullable<SessionParts['copyAside']> {
  let made = 0
  return async (table, jobs) => {
    const withRows = jobs.filter(({ job }) => job.rows > 0)
    if (withRows.length === 0) return jobs
    const aside: StagedJob[] = []
    for (const [, alike] of Map.groupBy(withRows, ({ job }) => job.shape ?? 0)) {
      const [first] = alike
      if (first === undefined) continue
      made += 1
      const name = dialect.temporaryName(`_dlt_aside_${made}`)
      await copyIntoNew({ connection, dialect, into: { name, table }, jobs: alike })
      const types = typesOf(alike)
      const columns = [...types.keys()]
      const rows = alike.reduce((sum, { job }) => sum + job.rows, 0)
      const typed = first.job.types && { types: columns.map((column) => types.get(column) ?? '') }
      aside.push({ ...first, job: { ...first.job, columns, rows, ...typed }, table: name })
    }
    return aside
  }
}

/** Makes a temporary table with the types of the schema, or those that the files were written for, and copies them into it. */
export async function copyIntoNew(copy: {
  readonly connection: PostgresConnection
  readonly dialect: SqlDialect
  readonly into: { readonly name: string; readonly table: Table }
  readonly jobs: readonly StagedJob[]
}): Promise<void> {
  const { connection, dialect, into, jobs } = copy
  const { name, table } = into
  const types = typesOf(jobs)
  const columns = [...types.keys()].flatMap((column) => table.columns.get(column) ?? [])
  const bare = columns.map(({ unique: _, nullable: __, ...column }) => column)
  const written: SqlDialect = {
    ...dialect,
    typeOf(column) {
      const wanted = dialect.typeOf(column)
      const type = types.get(column.name)
      return type === undefined || type === plainType(wanted) ? wanted : type
    },
  }
  const create = createTable(written, name, { columns: bare }).replace('CREATE TABLE', 'CREATE TEMP TABLE')
  await connection.execute(create, [], table.name)
  for (const one of jobs) await connection.copy(copyOf(dialect, into, one), table.name)
}

/**
 * The columns of files, and the types that they were written for, where that matters. A file that lacks a column of another
 * holds null there, as its rows do in the end.
 */
function typesOf(jobs: readonly StagedJob[]): ReadonlyMap<string, string | undefined> {
  return new Map(jobs.flatMap(({ job }) => job.columns.map((name, index) => [name, job.types?.[index]] as const)))
}
