import type { StagedJob } from '../../contracts/destination.ts'
import { InternalError } from '../../errors/tolva-error.ts'
import type { Column, Table } from '../../schema/stored.ts'
import type { SqlDialect } from '../../sql/dialect.ts'

const MEGABYTE = 1024 * 1024

/** What reads files of one format and with the same columns: SQL to select from. */
export type ReadJobs = (jobs: readonly StagedJob[], table: Table, dialect: SqlDialect) => string

/**
 * Job files as SQL to select from, by format. What a file holds as text (json, decimals, times, large integers) is cast to
 * the column's type by the INSERT.
 */
export const READ_JOBS: Readonly<Partial<Record<StagedJob['job']['format'], ReadJobs>>> = {
  parquet: (jobs, _table, dialect) => `read_parquet([${filesOf(jobs, dialect)}])`,
  jsonl: readJsonLines,
}

/** Types are never sniffed: numbers are read as such, everything else as text. */
function readJsonLines(jobs: readonly StagedJob[], table: Table, dialect: SqlDialect): string {
  const names = jobs[0]?.job.columns ?? []
  const columns = names.map((name) => requireColumn(table, name))
  const types = columns.map((column) => `${dialect.literal(column.name)}: ${dialect.literal(typeInLine(column))}`)
  const selected = columns.map(({ name, data_type }) => {
    const quoted = dialect.quote(name)
    return data_type === 'binary' ? `from_base64(${quoted}) AS ${quoted}` : quoted
  })
  // One line may be as long as its file; less than DuckDB's own limit would refuse short lines.
  const longest = Math.max(16 * MEGABYTE, ...jobs.map(({ job }) => job.bytes))
  const options = `format = 'newline_delimited', records = true, maximum_object_size = ${longest}, columns = {${types.join(', ')}}`
  return `(SELECT ${selected.join(', ')} FROM read_json([${filesOf(jobs, dialect)}], ${options}))`
}

function typeInLine({ data_type, precision = 64 }: Column): string {
  if (data_type === 'bool') return 'BOOLEAN'
  if (data_type === 'double') return 'DOUBLE'
  return data_type === 'bigint' && precision <= 64 ? 'BIGINT' : 'VARCHAR'
}

function requireColumn(table: Table, name: string): Column {
  const column = table.columns.get(name)
  if (column !== undefined) return column
  throw new InternalError(`a job file has a column ${name}, which its table has not`, {
    code: 'unknown_job_column',
    context: { column: name, table: table.name },
  })
}

function filesOf(jobs: readonly StagedJob[], dialect: SqlDialect): string {
  return jobs.map(({ location }) => dialect.literal(location)).join(', ')
}
