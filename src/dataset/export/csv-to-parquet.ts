import { dirname } from 'node:path'
import { connectScratch } from '../../duckdb/scratch.ts'
import { quoteName } from '../../sql/quote-name.ts'
import { quoteText } from '../../sql/quote-text.ts'
import { dataTypeOf, type ResultColumn } from '../value-reader.ts'

/**
 * Writes a file of `csvLine`s as Parquet, its columns with their types: whole numbers, decimals of up to 38 digits, doubles, dates,
 * times, timestamps with and without zone, bytes. Documents and lists are their JSON.
 */
export async function csvToParquet(csv: string, path: string, columns: readonly ResultColumn[]): Promise<void> {
  // Names may repeat, those of the file's columns may not.
  const names = columns.map((_, i) => `c${i}`)
  const types = names.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(', ')
  const cells = columns.map((column, i) => `${cellSql(`c${i}`, column)} AS ${quoteName(unique(columns, i))}`)
  const options = `header = false, delim = ',', quote = '"', escape = '"', new_line = '\\r\\n', auto_detect = false, nullstr = '', allow_quoted_nulls = false, max_line_size = 64000000, columns = {${types}}`
  await using scratch = await connectScratch(dirname(path))
  await scratch.execute(
    `COPY (SELECT ${cells.join(', ')} FROM read_csv(${quoteText(csv)}, ${options})) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd)`,
  )
}

function cellSql(name: string, column: ResultColumn): string {
  const kind = dataTypeOf(column)
  if (kind === 'binary') return `unhex(substr(${name}, 3))`
  const type = kind === 'text' || kind === 'json' ? 'VARCHAR' : parquetType(column)
  return type === 'VARCHAR' ? name : `CAST(${name} AS ${type})`
}

function parquetType(column: ResultColumn): string {
  const kind = dataTypeOf(column)
  const { type } = column
  if (kind === 'bigint') return /hugeint/i.test(type) ? 'DECIMAL(38,0)' : /ubigint/i.test(type) ? 'UBIGINT' : 'BIGINT'
  if (kind === 'double') return 'DOUBLE'
  if (kind === 'bool') return 'BOOLEAN'
  if (kind === 'date') return 'DATE'
  if (kind === 'time') return /zone|tz/i.test(type) ? 'VARCHAR' : 'TIME'
  if (kind === 'timestamp') return /with time zone|tz$/i.test(type) ? 'TIMESTAMPTZ' : 'TIMESTAMP'
  const [, precision = '0', scale = '0'] = /\((\d+),\s*(\d+)\)/.exec(type) ?? []
  if (kind === 'decimal' && Number(precision) > 0 && Number(precision) <= 38) return `DECIMAL(${precision},${scale})`
  return 'VARCHAR'
}

function unique(columns: readonly ResultColumn[], at: number): string {
  const name = columns[at]?.name ?? ''
  const before = columns.slice(0, at).filter((column) => column.name.toLowerCase() === name.toLowerCase()).length
  return before === 0 ? name : `${name}_${before + 1}`
}
