import type { DuckDbConnection } from '../../../duckdb/connection.ts'
import { completeColumns } from '../../../schema/column-props.ts'
import type { Column, Table } from '../../../schema/stored.ts'
import { duckDbDialect } from '../../duckdb/dialect.ts'
import type { KeptFormat } from '../file-format.ts'

/** Files of one format as DuckDB names them. */
export interface ReadFiles {
  readonly format: KeptFormat
  readonly names: readonly string[]
  /** No file holds more bytes once it is uncompressed; absent: unknown. */
  readonly most?: number
  /** true: compressed, and their names do not say so. */
  readonly gzipped?: boolean
}

const { quote, literal } = duckDbDialect
const MEGABYTE = 1024 * 1024
/** Bytes that a line may have. DuckDB takes buffers of twice as much, for each thread and file. */
const LONGEST_LINE = 64 * MEGABYTE

/** SQL by which DuckDB selects all columns of a table, with their types, from files of several formats. What they lack is null. */
export async function selectFiles(
  connection: DuckDbConnection,
  table: Table,
  groups: readonly ReadFiles[],
): Promise<string> {
  const columns = completeColumns(table)
  const selects: string[] = []
  for (const group of groups) {
    if (group.names.length === 0) continue
    const from = READ[group.format](group, columns)
    const held = await columnsOf(connection, from)
    selects.push(
      `SELECT ${columns.map((column) => cell(column, held.get(column.name), group.format)).join(', ')} FROM ${from}`,
    )
  }
  if (selects.length === 0) return `SELECT ${columns.map((column) => nullCell(column)).join(', ')} WHERE FALSE`
  return selects.join(' UNION ALL ')
}

/** A column as its table has it, from what files hold of it. */
function cell(column: Column, held: string | undefined, format: KeptFormat): string {
  if (held === undefined) return nullCell(column)
  const name = quote(column.name)
  const type = duckDbDialect.typeOf(column)
  // As dlt does: csv does not tell empty texts from null, and a text that must be there is an empty one.
  if (format === 'csv' && column.data_type === 'text' && column.nullable === false)
    return `coalesce(${name}, '') AS ${name}`
  if (held === type) return name
  if (column.data_type === 'json' && !TEXTS.has(held)) return `to_json(${name}) AS ${name}`
  if (column.data_type === 'binary' && held === 'JSON') return `from_base64(${name} ->> '$') AS ${name}`
  return `CAST(${name} AS ${type}) AS ${name}`
}

function nullCell(column: Column): string {
  return `CAST(NULL AS ${duckDbDialect.typeOf(column)}) AS ${quote(column.name)}`
}

const TEXTS: ReadonlySet<string> = new Set(['VARCHAR', 'JSON'])

async function columnsOf(connection: DuckDbConnection, from: string): Promise<ReadonlyMap<string, string>> {
  const rows = await connection.rows(`DESCRIBE SELECT * FROM ${from}`)
  return new Map(rows.map(([name, type]) => [String(name), String(type)]))
}

const READ: Readonly<Record<KeptFormat, (files: ReadFiles, columns: readonly Column[]) => string>> = {
  parquet: ({ names }) => `read_parquet([${list(names)}], union_by_name = true, hive_partitioning = false)`,
  jsonl({ names, gzipped, most = LONGEST_LINE }, columns) {
    const types = columns.map((column) => `${literal(column.name)}: ${literal(typeInLine(column))}`)
    const longest = Math.max(MEGABYTE, Math.min(LONGEST_LINE, most))
    const options = `format = 'newline_delimited', records = true, maximum_object_size = ${longest}, hive_partitioning = false`
    return `read_json([${list(names)}], ${options}, columns = {${types.join(', ')}}${compression(gzipped)})`
  },
  csv({ names, gzipped }) {
    const options = `header = true, all_varchar = true, union_by_name = true, null_padding = true, hive_partitioning = false`
    return `read_csv([${list(names)}], ${options}, delim = ',', quote = '"', escape = '"'${compression(gzipped)})`
  },
}

/** Numbers are read as such; a binary value as JSON, by which it is known to be base64; everything else is text to be cast. */
function typeInLine({ data_type, precision = 64 }: Column): string {
  if (data_type === 'bool') return 'BOOLEAN'
  if (data_type === 'double') return 'DOUBLE'
  if (data_type === 'json' || data_type === 'binary') return 'JSON'
  return data_type === 'bigint' && precision <= 64 ? 'BIGINT' : 'VARCHAR'
}

const compression = (gzipped: boolean | undefined): string => (gzipped ? ", compression = 'gzip'" : '')
const list = (names: readonly string[]): string => names.map((name) => literal(name)).join(', ')
