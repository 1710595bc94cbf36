import type { DuckDbConnection } from '../../../duckdb/connection.ts'
import { SourceError } from '../../../errors/tolva-error.ts'
import { quoteName } from '../../../sql/quote-name.ts'
import { quoteText } from '../../../sql/quote-text.ts'
import type { CsvFile } from '../cut-csv.ts'
import { valueUnreadable } from '../value-unreadable.ts'
import type { ResultColumn } from './columns-of.ts'

/** What a conversion is of, for errors. */
export interface ConvertedRows {
  readonly table: string
  /** Rows before this file. */
  readonly before: number
  /** Told of columns with decimals that are rounded. */
  readonly onRounded: (column: string) => void
}

/** DuckDB keeps sixteen rows of the longest size in memory. */
const SMALLEST_LINE = 2 * 1024 * 1024

/**
 * Makes a csv file as PostgreSQL's COPY writes it a Parquet file.
 * @throws SourceError `source_value_unreadable` with column and row.
 */
export async function csvToParquet(
  duckDb: DuckDbConnection,
  columns: readonly ResultColumn[],
  conversion: ConvertedRows & { readonly csv: CsvFile; readonly parquet: string },
): Promise<void> {
  const { csv, parquet, onRounded } = conversion
  // Names that differ in case only are one to DuckDB until the last step.
  const types = columns.map(({ duckDb: type }, index) => `c${index}: ${quoteText(type)}`).join(', ')
  const line = Math.max(SMALLEST_LINE, csv.longest + 1)
  const from = `read_csv(${quoteText(csv.file)}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"',
    nullstr = '', allow_quoted_nulls = false, max_line_size = ${line}, buffer_size = ${Math.max(line * 2, 8 * SMALLEST_LINE)},
    columns = {${types}})`
  try {
    for (const column of await roundedColumns(duckDb, columns, from)) onRounded(column)
    const list = columns.map((column, index) => `${cellOf(column, index)} AS ${quoteName(column.name)}`).join(', ')
    const options = 'FORMAT parquet, ROW_GROUP_SIZE 122880, COMPRESSION snappy'
    await duckDb.execute(`COPY (SELECT ${list} FROM ${from}) TO ${quoteText(parquet)} (${options})`)
  } catch (error) {
    throw located(error, columns, conversion)
  }
}

function cellOf({ name, value }: ResultColumn, index: number): string {
  return value === undefined ? `c${index}` : value.replaceAll(quoteName(name), `c${index}`)
}

/** Decimals without a declared size get nine places, as in dlt: columns in which some have more. */
async function roundedColumns(
  duckDb: DuckDbConnection,
  columns: readonly ResultColumn[],
  from: string,
): Promise<readonly string[]> {
  const places = columns.flatMap(({ unbounded }, index) => (unbounded ? [index] : []))
  if (places.length === 0) return []
  const finer = places.map((index) => `bool_or(length(rtrim(split_part(c${index}, '.', 2), '0')) > 9)`)
  const [row = []] = await duckDb.rows(`SELECT ${finer.join(', ')} FROM ${from}`)
  return places.flatMap((index, at) => (row[at] === true ? [columns[index]?.name ?? ''] : []))
}

function located(error: unknown, columns: readonly ResultColumn[], { table, before }: ConvertedRows) {
  if (!(error instanceof Error) || error instanceof SourceError) return error
  const [, index] = /column "?c(\d+)"?/i.exec(error.message) ?? []
  const column = index === undefined ? undefined : columns[Number(index)]
  if (column === undefined) return error
  const [, line] = /Line: (\d+)/i.exec(error.message) ?? []
  const [, reason = ''] = /(Could not convert .*)/i.exec(error.message) ?? []
  return valueUnreadable({
    table,
    column: column.name,
    type: column.duckDb,
    row: line === undefined ? undefined : before + Number(line) - 1,
    reason,
    cause: error,
  })
}
