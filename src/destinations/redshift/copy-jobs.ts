import type { StagedJob } from '../../contracts/destination.ts'
import type { SqlConnection } from '../../contracts/sql-connection.ts'
import type { Column } from '../../schema/stored.ts'
import { createTable, dropTable } from '../../sql/ddl.ts'
import { insertSelect } from '../../sql/dml.ts'
import type { RowTarget } from '../sql/session.ts'
import type { StagingArea } from '../staging/open-staging.ts'
import { type CopyOptions, copySql, manifestText } from './copy-sql.ts'
import { redshiftDialect } from './dialect.ts'

/**
 * One COPY of all staged files of a table, by a manifest, and one for each other order of columns where the format goes by it.
 * @returns how many rows came.
 */
export async function copyJobs(
  connection: SqlConnection,
  into: RowTarget,
  {
    jobs,
    area,
    options,
  }: { readonly jobs: readonly StagedJob[]; readonly area: StagingArea; readonly options: CopyOptions },
): Promise<number> {
  let rows = 0
  for (const group of Map.groupBy(jobs, groupOf).values()) {
    rows += await copyGroup({ connection, into, jobs: group, area, options })
  }
  return rows
}

interface Copy {
  readonly connection: SqlConnection
  readonly into: RowTarget
  readonly jobs: readonly StagedJob[]
  readonly area: StagingArea
  readonly options: CopyOptions
}

/** Objects say which column a value is for; rows of Parquet say it by their order. */
function groupOf({ job: { format, columns } }: StagedJob): string {
  return format === 'parquet' ? JSON.stringify(columns) : format
}

async function copyGroup({ connection, into, jobs, area, options }: Copy): Promise<number> {
  const bucket = await area.bucket()
  const [first] = jobs
  if (first === undefined) return 0
  const { format } = first.job
  const columns = [...new Set(jobs.flatMap(({ job }) => job.columns))]
  const hasJson = columns.some((name) => into.table.columns.get(name)?.data_type === 'json')
  const manifest = `${keyOf(area, first)}.manifest`
  await bucket.storage.put(
    manifest,
    manifestText(jobs.map(({ job, location }) => ({ url: location, bytes: job.bytes }))),
  )
  const url = bucket.storage.urlOf(manifest)
  const copy = async (target: string) => {
    await connection.execute(
      copySql({ target, columns, format, url, hasJson }, { bucket, options }),
      [],
      into.table.name,
    )
    // The answer to a COPY of Redshift does not say it.
    return Number((await connection.rows('SELECT pg_last_copy_count()'))[0]?.[0])
  }
  if (format !== 'parquet' || (hasOrder(into, columns) && !hasSizedBytes(into, columns))) return copy(into.name)
  const between = redshiftDialect.temporaryName('_dlt_copied')
  const typed = columns.flatMap((name) => into.table.columns.get(name) ?? []).map(bare)
  const create = createTable(redshiftDialect, between, { columns: typed })
  await connection.execute(create.replace('CREATE TABLE', 'CREATE TEMP TABLE'), [], into.table.name)
  await copy(between)
  const rows = await connection.execute(
    insertSelect(redshiftDialect, into.name, { columns, from: between }),
    [],
    into.table.name,
  )
  await connection.execute(dropTable(between), [], into.table.name)
  return rows
}

/** Whether the table has just these columns in this order. */
function hasOrder({ columns }: RowTarget, names: readonly string[]): boolean {
  return columns.length === names.length && columns.every(({ name }, index) => name === names[index]?.toLowerCase())
}

/** Bytes of a Parquet file go into a column without a width only. */
function hasSizedBytes({ table }: RowTarget, names: readonly string[]): boolean {
  const columns = names.map((name) => table.columns.get(name))
  return columns.some((column) => column?.data_type === 'binary' && column.precision !== undefined)
}

/** A column by its type alone. */
function bare({ nullable: _, cluster: __, sort: ___, ...column }: Column): Column {
  if (column.data_type !== 'binary') return column
  const { precision: ____, ...bytes } = column
  return bytes
}

function keyOf({ dataset }: StagingArea, { job, location }: StagedJob): string {
  return location.slice(location.lastIndexOf(`${dataset}/${job.table}/`))
}
