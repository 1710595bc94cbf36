import type { StagedJob } from '../../contracts/destination.ts'
import { InternalError } from '../../errors/tolva-error.ts'
import type { SqlDialect } from '../../sql/dialect.ts'
import type { RowSource } from '../sql/append.ts'

/**
 * Job files as things to select from, by table. Files with the same columns are read together.
 * What a file holds as text (json, decimals, large integers) is cast to the column's type by the INSERT.
 */
export function jobSources(
  staged: readonly StagedJob[],
  dialect: Pick<SqlDialect, 'literal'>,
): ReadonlyMap<string, readonly RowSource[]> {
  const groups = new Map<string, StagedJob[]>()
  for (const one of staged) {
    if (one.job.format !== 'parquet') throw unsupported(one)
    const key = JSON.stringify([one.job.table, one.job.columns])
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  const byTable = new Map<string, RowSource[]>()
  for (const group of groups.values()) {
    const [first] = group
    if (!first) continue
    const files = group.map(({ location }) => dialect.literal(location)).join(', ')
    const rows = group.reduce((sum, { job }) => sum + job.rows, 0)
    const source = { columns: first.job.columns, from: `read_parquet([${files}])`, rows }
    byTable.set(first.job.table, [...(byTable.get(first.job.table) ?? []), source])
  }
  return byTable
}

function unsupported({ job }: StagedJob): InternalError {
  return new InternalError(`job ${job.id} is ${job.format}, but DuckDB loads parquet`, {
    code: 'unsupported_job_format',
    context: { table: job.table, file: job.file },
  })
}
