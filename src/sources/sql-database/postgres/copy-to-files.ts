import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { connectScratch } from '../../../duckdb/scratch.ts'
import { quoteName } from '../../../sql/quote-name.ts'
import { quoteText } from '../../../sql/quote-text.ts'
import { ahead } from '../ahead.ts'
import { cutCsv } from '../cut-csv.ts'
import type { FileChunk, FileTarget, TableQuery } from '../database.ts'
import { columnsOf } from './columns-of.ts'
import { csvToParquet } from './csv-to-parquet.ts'
import { postgresReader } from './driver.ts'

const LARGEST = 128 * 1024 * 1024

/**
 * The rows of a query by COPY, which a DuckDB in memory makes Parquet files: while it works on one the server sends the next.
 */
export async function* copyToFiles(
  client: pg.Client,
  { sql, keys, chunkSize, table }: TableQuery,
  { folder, signal, warn }: FileTarget,
): AsyncIterable<FileChunk> {
  const { copyTo } = await postgresReader()
  await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
  const columns = await columnsOf(client, sql)
  const list = columns.map(({ expression }) => expression).join(', ')
  const stream = client.query(copyTo(`COPY (SELECT ${list} FROM (${sql}\n) q) TO STDOUT (FORMAT csv)`))
  const stop = () => stream.destroy(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  await using duckDb = await connectScratch(join(folder, 'scratch'))
  const nameOf = (index: number) => join(folder, `${index}.csv`)
  let isWhole = false
  const rounded = new Set<string>()
  const onRounded = (column: string) => {
    if (rounded.has(column)) return
    rounded.add(column)
    warn(
      `Table ${table.name}: ${column} is a numeric without a size, so values are rounded to nine places; cast it in query to keep more.`,
    )
  }
  try {
    let [before, index] = [0, 0]
    for await (const csv of ahead(cutCsv(stream, { rows: chunkSize, bytes: LARGEST, nameOf }))) {
      const file = join(folder, `${index++}.parquet`)
      await csvToParquet(duckDb, columns, { csv, parquet: file, table: table.name, before, onRounded })
      await rm(csv.file)
      before += csv.rows
      const last = keys.length === 0 ? [] : await lastOf(duckDb, file, { keys, rows: csv.rows })
      yield { file, rows: csv.rows, last }
    }
    await client.query('COMMIT')
    isWhole = true
  } finally {
    signal.removeEventListener('abort', stop)
    // A server that is still sending would not hear anything else.
    if (!isWhole) stream.destroy()
  }
}

async function lastOf(
  duckDb: Awaited<ReturnType<typeof connectScratch>>,
  file: string,
  { keys, rows }: { readonly keys: readonly string[]; readonly rows: number },
): Promise<readonly unknown[]> {
  const list = keys.map((key) => `CAST(${quoteName(key)} AS VARCHAR)`).join(', ')
  const from = `read_parquet(${quoteText(file)})`
  const [row = []] = await duckDb.rows(`SELECT ${list} FROM ${from} LIMIT 1 OFFSET ${rows - 1}`)
  return row
}
