import type { StagedJob } from '../../contracts/destination.ts'
import { InternalError } from '../../errors/tolva-error.ts'
import type { SqlDialect } from '../../sql/dialect.ts'
import type { RowTarget } from '../sql/session.ts'

/** The COPY that takes a job file of its format into a table. */
export function copySql(dialect: SqlDialect, into: Pick<RowTarget, 'name' | 'table'>, { job }: StagedJob): string {
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
