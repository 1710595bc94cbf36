import { join } from 'node:path'
import type { StagedJob } from '../../../contracts/destination.ts'
import { connectScratch } from '../../../duckdb/scratch.ts'
import { completeColumns } from '../../../schema/column-props.ts'
import type { Column, Table } from '../../../schema/stored.ts'
import { duckDbDialect } from '../../duckdb/dialect.ts'
import { formatOfKey, type KeptFormat } from '../file-format.ts'
import { selectFiles } from '../reading/select-files.ts'
import type { LakeSession } from '../session.ts'

const { quote, literal } = duckDbDialect

/** Makes a job's file anew in the format that the table's files have, and returns its path. */
export async function convertJob(
  session: LakeSession,
  { job, location }: StagedJob,
  to: { readonly format: KeptFormat; readonly table: Table },
): Promise<string> {
  const folder = await session.scratch()
  const path = join(folder, `${job.id}.${to.format}`)
  await using connection = await connectScratch(folder)
  const held = new Map([...to.table.columns].filter(([name]) => job.columns.includes(name)))
  const table = { ...to.table, columns: held }
  const from = await selectFiles(connection, table, [{ format: formatOfKey(job.file) ?? 'parquet', names: [location] }])
  const columns = completeColumns(table)
  const cells = columns.map((column) => `${spelled(column, to.format)} AS ${quote(column.name)}`)
  const sql = `COPY (SELECT ${cells.join(', ')} FROM (${from})) TO ${literal(path)} (${OPTIONS[to.format](columns)})`
  await connection.execute(sql, [], to.table.name)
  return path
}

const OPTIONS: Readonly<Record<KeptFormat, (columns: readonly Column[]) => string>> = {
  parquet: () => 'FORMAT parquet, COMPRESSION zstd',
  jsonl: () => 'FORMAT json, COMPRESSION gzip',
  csv(columns) {
    const texts = columns.filter(({ data_type }) => data_type === 'text' || data_type === 'json')
    const forced = texts.length === 0 ? '' : `, FORCE_QUOTE (${texts.map(({ name }) => quote(name)).join(', ')})`
    return `FORMAT csv, HEADER, COMPRESSION gzip${forced}`
  },
}

/** A value as dlt spells it in files of the format. */
function spelled({ name, data_type, precision = 64, timezone }: Column, format: KeptFormat): string {
  const value = quote(name)
  if (format === 'parquet') return data_type === 'bigint' && precision > 64 ? `CAST(${value} AS VARCHAR)` : value
  if (data_type === 'timestamp' && timezone !== false) return `strftime(${value}, '%Y-%m-%dT%H:%M:%S.%f+00:00')`
  if (data_type === 'binary')
    return format === 'jsonl' ? `to_base64(${value})` : `regexp_replace(hex(${value}), '(..)', '\\\\x\\1', 'g')`
  if (data_type === 'bool' || data_type === 'double' || data_type === 'bigint') return value
  return data_type === 'json' && format === 'jsonl' ? value : `CAST(${value} AS VARCHAR)`
}
