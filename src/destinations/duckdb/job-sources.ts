import type { StagedJob } from '../../contracts/destination.ts'
import { InternalError } from '../../errors/tolva-error.ts'
import type { Table } from '../../schema/stored.ts'
import type { SqlDialect } from '../../sql/dialect.ts'
import { READ_JOBS } from './read-jobs.ts'

/** Rows as a thing to select from. */
export interface RowSource {
  readonly columns: readonly string[]
  /** SQL: a function that reads files, or a select from one. */
  readonly from: string
}

/** Job files of one table as things to select from. Files of one format with the same columns and types are read together. */
export function jobSources(jobs: readonly StagedJob[], table: Table, dialect: SqlDialect): readonly RowSource[] {
  const groups = new Map<string, StagedJob[]>()
  for (const one of jobs) {
    const key = JSON.stringify([one.job.format, one.job.shape ?? 0, one.job.columns])
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const read = READ_JOBS[first.job.format]
    if (read === undefined) throw unsupported(first)
    return [{ columns: first.job.columns, from: read(group, table, dialect) }]
  })
}

function unsupported({ job }: StagedJob): InternalError {
  const formats = Object.keys(READ_JOBS).join(' and ')
  return new InternalError(`job ${job.id} is ${job.format}, but DuckDB loads ${formats}`, {
    code: 'unsupported_job_format',
    context: { table: job.table, file: job.file },
  })
}
