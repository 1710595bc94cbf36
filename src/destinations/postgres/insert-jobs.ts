import type { StagedJob } from '../../contracts/destination.ts'
import { InternalError } from '../../errors/tolva-error.ts'
import type { Column } from '../../schema/stored.ts'
import { createTable, dropTable } from '../../sql/ddl.ts'
import type { SqlDialect } from '../../sql/dialect.ts'
import type { RowTarget, SessionParts } from '../sql/session.ts'
import type { PostgresConnection } from './connection.ts'

/** COPY of each job file, straight into the table where its columns have the types that the schema says. */
export function insertJobs(connection: PostgresConnection, dialect: SqlDialect): SessionParts['insertJobs'] {
  return async (into, jobs) => {
    let rows = 0
    for (const one of jobs.filter(({ job }) => job.rows > 0)) {
      rows += needsCast(into, one, dialect)
        ? await copyAndCast({ connection, dialect, into, one })
        : await connection.copy(copySql(dialect, into, one), one.location, into.table.name)
    }
    return rows
  }
}

/** Text that one type wrote is not always text that another one reads: `1e3` for a bigint, `t` for a text. */
function needsCast(into: RowTarget, { job }: StagedJob, dialect: SqlDialect): boolean {
  return job.columns.some((name) => {
    const wanted = into.table.columns.get(name)
    const real = into.columns.find((column) => column.name === name)
    return wanted !== undefined && real !== undefined && kindOf(wanted) !== kindOf(dialect.columnOf(real.type))
  })
}

function kindOf({ data_type: type, timezone }: Pick<Column, 'data_type' | 'timezone'>): string | undefined {
  if (type === 'wei') return 'decimal'
  return type === 'timestamp' && timezone === false ? 'naive timestamp' : type
}

interface Copy {
  readonly connection: PostgresConnection
  readonly dialect: SqlDialect
  readonly into: RowTarget
  readonly one: StagedJob
}

async function copyAndCast({ connection, dialect, into, one }: Copy): Promise<number> {
  const { table } = into
  const staging = dialect.temporaryName('_dlt_cast')
  const columns = one.job.columns.flatMap((name) => table.columns.get(name) ?? [])
  const bare = columns.map(({ unique: _, nullable: __, ...column }) => column)
  const create = createTable(dialect, staging, { columns: bare }).replace('CREATE TABLE', 'CREATE TEMP TABLE')
  await connection.execute(create, [], table.name)
  await connection.copy(copySql(dialect, { ...into, name: staging }, one), one.location, table.name)
  const names = one.job.columns.map(dialect.quote).join(', ')
  const values = one.job.columns.map((name) => {
    const real = into.columns.find((column) => column.name === name)
    return real === undefined ? dialect.quote(name) : `CAST(${dialect.quote(name)} AS ${real.type})`
  })
  const insert = `INSERT INTO ${into.name} (${names}) SELECT ${values.join(', ')} FROM ${staging}`
  const rows = await connection.execute(insert, [], table.name)
  await connection.execute(dropTable(staging), [], table.name)
  return rows
}

function copySql(dialect: SqlDialect, into: RowTarget, { job }: StagedJob): string {
  const copy = `COPY ${into.name} (${job.columns.map(dialect.quote).join(', ')}) FROM STDIN`
  if (job.format === 'copy') return copy
  if (job.format !== 'csv') {
    throw new InternalError(`job ${job.id} is ${job.format}, but PostgreSQL loads copy and csv`, {
      code: 'unsupported_job_format',
      context: { table: job.table, file: job.file },
    })
  }
  // A quoted empty field is an empty text, and nothing at all in a column that cannot hold one.
  const others = job.columns.filter((name) => into.table.columns.get(name)?.data_type !== 'text')
  const forced = others.length === 0 ? '' : `, FORCE_NULL (${others.map(dialect.quote).join(', ')})`
  return `${copy} WITH (FORMAT csv, HEADER true, NULL ''${forced})`
}
