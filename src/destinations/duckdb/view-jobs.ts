import type { SqlDialect } from '../../sql/dialect.ts'
import type { SessionParts } from '../sql/session.ts'
import { jobSources } from './job-sources.ts'

/** Job files of one table as a select of all columns it has: what a file holds as text is cast, what it lacks is null. */
export function viewJobs(dialect: SqlDialect): NonNullable<SessionParts['selectJobs']> {
  return ({ columns, table }, jobs) => {
    const sources = jobSources(
      jobs.filter(({ job }) => job.rows > 0),
      table,
      dialect,
    )
    const select = (held: readonly string[], from: string) => {
      const names = new Set(held.map((name) => name.toLowerCase()))
      const cells = columns.map(({ name, type }) => {
        const quoted = dialect.quote(name)
        return `CAST(${names.has(name.toLowerCase()) ? quoted : 'NULL'} AS ${type}) AS ${quoted}`
      })
      return `SELECT ${cells.join(', ')} ${from}`
    }
    if (sources.length === 0) return select([], 'WHERE FALSE')
    return sources.map((source) => select(source.columns, `FROM ${source.from}`)).join(' UNION ALL ')
  }
}
