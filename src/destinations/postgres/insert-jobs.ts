import type { StagedJob } from '../../contracts/destination.ts'
import type { Column } from '../../schema/stored.ts'
import { dropTable } from '../../sql/ddl.ts'
import type { SqlDialect } from '../../sql/dialect.ts'
import type { RowTarget, SessionParts } from '../sql/session.ts'
import type { PostgresConnection } from './connection.ts'
import { copyIntoNew } from './copy-aside.ts'
import { copyOf } from './copy-of.ts'
import { plainType } from './plain-type.ts'

/** COPY of each job file, straight into the table where its columns have the types that the file was written for. */
export function insertJobs(connection: PostgresConnection, dialect: SqlDialect): SessionParts['insertJobs'] {
  return async (into, jobs) => {
    let rows = 0
    for (const one of jobs.filter(({ job }) => job.rows > 0)) {
      if (one.table !== undefined) rows += await insertFrom({ connection, dialect, into, one })
      else if (needsCast(into, one, dialect)) rows += await copyAndCast({ connection, dialect, into, one })
      else rows += await connection.copy(copyOf(dialect, into, one), into.table.name)
    }
    return rows
  }
}

/**
 * Text that one type wrote is not always text that another one reads: `1e3` for a bigint, `t` for a text. And what was written
 * as bytes for one type may be something else for another.
 */
function needsCast(into: RowTarget, { job }: StagedJob, dialect: SqlDialect): boolean {
  return job.columns.some((name, index) => {
    const wanted = into.table.columns.get(name)
    const real = into.columns.find((column) => column.name === name)
    if (wanted === undefined || real === undefined) return false
    const type = job.types?.[index]
    if (type !== undefined) return type !== plainType(real.type)
    return kindOf(wanted) !== kindOf(dialect.columnOf(real.type))
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
  await copyIntoNew({ connection, dialect, into: { ...into, name: staging }, jobs: [one] })
  const rows = await insertFrom({ connection, dialect, into, one: { ...one, table: staging } })
  await connection.execute(dropTable(staging), [], table.name)
  return rows
}

/** Rows that are in a table of ours already. */
async function insertFrom({ connection, dialect, into, one }: Copy): Promise<number> {
  const names = one.job.columns.map(dialect.quote).join(', ')
  const values = one.job.columns.map((name, index) => {
    const real = into.columns.find((column) => column.name === name)
    const wanted = into.table.columns.get(name)
    const type = one.job.types?.[index] ?? (wanted && plainType(dialect.typeOf(wanted)))
    // A cast would cut a text that is too long, which an assignment refuses.
    if (real === undefined || type === plainType(real.type)) return dialect.quote(name)
    return `CAST(${dialect.quote(name)} AS ${real.type})`
  })
  const insert = `INSERT INTO ${into.name} (${names}) SELECT ${values.join(', ')} FROM ${one.table}`
  return connection.execute(insert, [], into.table.name)
}
