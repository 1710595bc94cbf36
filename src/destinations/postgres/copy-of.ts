import type { StagedJob } from '../../contracts/destination.ts'
import { InternalError } from '../../errors/tolva-error.ts'
import type { SqlDialect } from '../../sql/dialect.ts'
import type { RowTarget } from '../sql/session.ts'
import type { CopyStream } from './connection.ts'

/** The COPY that takes a job file of its format into a table. */
export function copyOf(dialect: SqlDialect, into: Pick<RowTarget, 'name' | 'table'>, staged: StagedJob): CopyStream {
  const { job, location: file } = staged
  const sql = copySql(dialect, into, staged)
  if (job.format !== 'copy_binary') return { sql, file }
  return { sql, file, columns: job.columns.map((name) => into.table.columns.get(name) ?? { name }) }
}

function copySql(dialect: SqlDialect, into: Pick<RowTarget, 'name' | 'table'>, { job }: StagedJob): string {
  const copy = `COPY ${into.name} (${job.columns.map(dialect.quote).join(', ')}) FROM STDIN`
  if (job.format === 'copy_binary') return `${copy} WITH (FORMAT binary)`
  if (job.format === 'copy') return copy
  if (job.format !== 'csv') {
    throw new InternalError(`job ${job.id} is ${job.format}, but PostgreSQL loads copy_binary, copy and csv`, {
      code: 'unsupported_job_format',
      context: { table: job.table, file: job.file },
    })
  }
  // A quoted empty field is an empty text, and nothing at all in a column that cannot hold one.
  const others = job.columns.filter((name) => into.table.columns.get(name)?.data_type !== 'text')
  const forced = others.length === 0 ? '' : `, FORCE_NULL (${others.map(dialect.quote).join(', ')})`
  return `${copy} WITH (FORMAT csv, HEADER true, NULL ''${forced})`
}
