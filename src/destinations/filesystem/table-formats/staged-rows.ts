import type { StagedJob } from '../../../contracts/destination.ts'
import type { Column, Table } from '../../../schema/stored.ts'
import { quoteName } from '../../../sql/quote-name.ts'
import { duckDbDialect } from '../../duckdb/dialect.ts'
import { jobSources } from '../../duckdb/job-sources.ts'
import type { FormatColumn } from './table-format.ts'

/** Job files of one table as a select of the columns that its table format has; what a file lacks is null. */
export function stagedRows(table: Table, columns: readonly FormatColumn[], jobs: readonly StagedJob[]): string {
  const sources = jobSources(
    jobs.filter(({ job }) => job.rows > 0),
    table,
    duckDbDialect,
  )
  const select = (held: ReadonlySet<string>, from: string) => {
    const cells = columns.map((column) => {
      const value = held.has(column.name) ? exactly(table, column) : 'NULL'
      return `CAST(${value} AS ${column.type}) AS ${quoteName(column.name)}`
    })
    return `SELECT ${cells.join(', ')} ${from}`
  }
  if (sources.length === 0) return select(new Set(), 'WHERE FALSE')
  return sources.map((source) => select(new Set(source.columns), `FROM ${source.from}`)).join(' UNION ALL ')
}

/** A value, or an error where the column at the destination has a type that would change it. */
function exactly(table: Table, column: FormatColumn): string {
  const declared = table.columns.get(column.name)
  const value = convert(declared, column)
  if (declared?.data_type === undefined || column.type === 'VARCHAR') return value
  if (duckDbDialect.typeOf(declared) === column.type) return value
  const what = `Conversion Error: a value of column ${column.name} does not fit its type ${column.type} at the destination`
  const isChanged = `CAST(${value} AS ${column.type}) IS DISTINCT FROM ${value}`
  return `CASE WHEN ${isChanged} THEN error(${duckDbDialect.literal(what)}) ELSE ${value} END`
}

/** Times become texts of one length, so that they compare as times do. */
function convert(column: Column | undefined, { name, type }: FormatColumn): string {
  const quoted = quoteName(name)
  if (column?.data_type !== 'time' || type !== 'VARCHAR') return quoted
  return `strftime(DATE '1970-01-01' + CAST(${quoted} AS TIME), '%H:%M:%S.%f')`
}
