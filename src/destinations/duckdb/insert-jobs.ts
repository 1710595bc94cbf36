import type { SqlConnection } from '../../contracts/sql-connection.ts'
import type { SqlDialect } from '../../sql/dialect.ts'
import { insertSelect } from '../../sql/dml.ts'
import type { SessionParts } from '../sql/session.ts'
import { jobSources } from './job-sources.ts'

/** Lets DuckDB read the job files by itself, in parallel; files without rows need no statement. */
export function insertJobs(connection: SqlConnection, dialect: SqlDialect): SessionParts['insertJobs'] {
  return async (into, jobs) => {
    let rows = 0
    const withRows = jobs.filter(({ job }) => job.rows > 0)
    for (const source of jobSources(withRows, into.table, dialect)) {
      rows += await connection.execute(insertSelect(dialect, into.name, source), [], into.table.name)
    }
    return rows
  }
}
