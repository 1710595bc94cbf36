import type { StagedJob } from '../../contracts/destination.ts'
import { InternalError } from '../../errors/tolva-error.ts'
import type { SqlDialect } from '../../sql/dialect.ts'

/** Rows as a thing to select from. */
export interface RowSource {
  readonly columns: readonly string[]
  /** SQL: a function that reads files. */
  readonly from: string
}

/**
 * Job files of one table as things to select from. Files with the same columns are read together.
 * What a file holds as text (json, decimals, large integers) is cast to the column's type by the INSERT.
 */
export function jobSources(jobs: readonly StagedJob[], dialect: Pick<SqlDialect, 'literal'>): readonly RowSource[] {
  const groups = new Map<string, StagedJob[]>()
  for (const one of jobs) {
    if (one.job.format !== 'parquet') throw unsupported(one)
    const key = JSON.stringify(one.job.columns)
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return [...groups.values()].map((group) => {
    const files = group.map(({ location }) => dialect.literal(location)).join(', ')
    return { columns: group[0]?.job.columns ?? [], from: `read_parquet([${files}])` }
  })
}

function unsupported({ job }: StagedJob): InternalError {
  return new InternalError(`job ${job.id} is ${job.format}, but DuckDB loads parquet`, {
    code: 'unsupported_job_format',
    context: { table: job.table, file: job.file },
  })
}
