import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { FilePage } from '../contracts/page.ts'
import type { DuckDbConnection } from '../duckdb/connection.ts'
import { csvArguments } from '../duckdb/csv-options.ts'
import { ConfigError, DestinationError, SourceError } from '../errors/tolva-error.ts'
import { quoteText } from '../sql/quote-text.ts'
import type { ForeignColumn } from './import-plan.ts'

/** Codes of what keeps DuckDB from writing, whatever it reads. */
const WRITING = ['disk_full', 'file_too_large', 'read_only']

/** What DuckDB finds in a file. */
export interface FileShape {
  /** Absolute. */
  readonly file: string
  readonly columns: readonly ForeignColumn[]
}

/** Types of columns that are not to be sniffed, by their name in the file. */
export type KnownTypes = ReadonlyMap<string, string>

/**
 * The SQL that reads a file. Types of csv and JSON lines come from all of its rows, but for those that are known: so a
 * text column keeps its zeros in front.
 */
export function readFile(page: FilePage, known: KnownTypes = new Map()): string {
  const file = quoteText(resolve(page.file))
  if (page.format === 'parquet') return `read_parquet(${file})`
  const types = `{${[...known].map(([name, type]) => `${quoteText(name)}: ${quoteText(type)}`).join(', ')}}`
  if (page.format === 'csv') {
    return `read_csv(${file}, sample_size = -1${csvArguments(page.csv)}${known.size === 0 ? '' : `, types = ${types}`})`
  }
  const columns = known.size === 0 ? 'sample_size = -1' : `columns = ${types}`
  return `read_json(${file}, format = 'newline_delimited', records = true, maximum_object_size = 67108864, ${columns})`
}

/**
 * Columns of a file.
 * @throws SourceError `file_missing`, `file_unreadable`.
 */
export async function fileShape(scratch: DuckDbConnection, page: FilePage): Promise<FileShape> {
  const file = resolve(page.file)
  await access(file).catch((cause: unknown) => {
    throw new SourceError(`there is no file ${file}, or it may not be read`, {
      code: 'file_missing',
      hint: 'Yield an absolute path, or one that is right from the folder that the process runs in.',
      context: { file },
      cause,
    })
  })
  const described = await reading(file, () => scratch.rows(`DESCRIBE SELECT * FROM ${readFile(page)}`))
  const parquet = page.format === 'parquet' ? await parquetColumns(scratch, file) : new Map<string, ParquetColumn>()
  const columns = described.map(([name, type]): ForeignColumn => {
    const source = String(name)
    const stored = parquet.get(source)
    const shown = page.format === 'jsonl' ? untouched(String(type)) : stored?.isMillis ? 'TIMESTAMP_MS' : String(type)
    return { source, type: stored?.nullOnly ? undefined : shown, nullable: !stored?.required }
  })
  return { file, columns }
}

/**
 * Runs what reads a file; an error says which.
 * @throws SourceError `file_unreadable`; DestinationError `disk_full` and the like where what it is made into cannot be written.
 */
export async function reading<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause
    if (cause instanceof DestinationError && WRITING.includes(cause.code)) throw cause
    throw new SourceError(`the file ${file} cannot be read: ${cause instanceof Error ? cause.message : cause}`, {
      code: 'file_unreadable',
      hint: 'Check that it is of the format that the page says; give columns that DuckDB misreads a dataType in the columns hint.',
      context: { file },
      cause,
    })
  }
}

/** What JSON has as a text stays one, but for times, as with rows. */
function untouched(type: string): string {
  if (type === 'TIMESTAMP') return 'TIMESTAMP WITH TIME ZONE'
  return type === 'DATE' || type === 'TIME' || type === 'UUID' ? 'VARCHAR' : type
}

interface ParquetColumn {
  readonly required: boolean
  readonly nullOnly: boolean
  /** A time in milliseconds, which DuckDB shows as one in microseconds. */
  readonly isMillis: boolean
}

/** What a Parquet file says of its columns beside their types; those inside of others are passed over. */
async function parquetColumns(scratch: DuckDbConnection, file: string): Promise<ReadonlyMap<string, ParquetColumn>> {
  const sql = `SELECT name, repetition_type, logical_type, num_children FROM parquet_schema(${quoteText(file)})`
  const [, ...elements] = await reading(file, () => scratch.rows(sql))
  const columns = new Map<string, ParquetColumn>()
  let inside = 0
  for (const [name, repetition, logical, children] of elements) {
    if (inside === 0) {
      columns.set(String(name), {
        required: repetition === 'REQUIRED',
        nullOnly: logical === 'NullType()',
        isMillis: /^TimestampType.*MILLIS=Milli/.test(String(logical)),
      })
    } else inside--
    inside += Number(children ?? 0)
  }
  return columns
}
