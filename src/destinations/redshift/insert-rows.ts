import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import type { StagedJob } from '../../contracts/destination.ts'
import type { SqlConnection } from '../../contracts/sql-connection.ts'
import { DestinationError, InternalError } from '../../errors/tolva-error.ts'
import type { RowTarget } from '../sql/session.ts'
import { redshiftDialect } from './dialect.ts'
import { rowValues } from './row-values.ts'

/** Redshift takes statements of 16 MB; what is sent at once also is what is in memory at once. */
const STATEMENT_BYTES = 4 * 1024 * 1024

/**
 * The rows of job files in INSERT statements, for a cluster that is given no bucket to read from.
 * @throws DestinationError `staging_needed` where there are more of them than that is fit for.
 */
export async function insertRows(
  connection: SqlConnection,
  into: RowTarget,
  { jobs, maxRows }: { readonly jobs: readonly StagedJob[]; readonly maxRows: number },
): Promise<number> {
  requireFew(into.table.name, jobs, maxRows)
  let rows = 0
  for (const { job, location } of jobs) {
    if (job.format !== 'jsonl') throw unreadable(job)
    const names = job.columns.map(redshiftDialect.quote).join(', ')
    const columns = job.columns.map((name) => ({ name, dataType: into.table.columns.get(name)?.data_type }))
    const insert = async (values: readonly string[]) => {
      const sql = `INSERT INTO ${into.name} (${names}) VALUES ${values.join(', ')}`
      rows += values.length === 0 ? 0 : await connection.execute(sql, [], into.table.name)
    }
    let values: string[] = []
    let bytes = 0
    for (const line of lines(await contentOf(location, job.file))) {
      const value = rowValues(line, columns)
      values.push(value)
      bytes += value.length
      if (bytes < STATEMENT_BYTES) continue
      await insert(values)
      values = []
      bytes = 0
    }
    await insert(values)
  }
  return rows
}

/** Said before anything of a load is at the destination. @throws DestinationError `staging_needed`. */
export function requireFew(table: string, jobs: readonly StagedJob[], maxRows: number): void {
  const rows = jobs.reduce((sum, { job }) => sum + job.rows, 0)
  if (rows <= maxRows) return
  throw new DestinationError(`table ${table} gets ${rows} rows, and more than ${maxRows} are not inserted one by one`, {
    code: 'staging_needed',
    hint: "Give the pipeline a bucket to stage at, staging: 'filesystem' with an s3:// bucket_url, and run again: what is prepared is loaded from there.",
    context: { table },
  })
}

async function contentOf(path: string, file: string): Promise<Buffer> {
  const bytes = await readFile(path)
  return file.endsWith('.gz') ? gunzipSync(bytes) : bytes
}

function* lines(bytes: Buffer): Iterable<Buffer> {
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(10, from)
    const to = end === -1 ? bytes.length : end
    if (to > from) yield bytes.subarray(from, to)
    from = to + 1
  }
}

function unreadable({ id, format, table, file }: StagedJob['job']): InternalError {
  return new InternalError(`job ${id} is ${format}, which is loaded from a staging place only`, {
    code: 'unsupported_job_format',
    hint: "Give the pipeline the staging that it was prepared with: staging: 'filesystem'.",
    context: { table, file },
  })
}
