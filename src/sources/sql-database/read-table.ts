import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Incremental } from '../../contracts/incremental.ts'
import type { Page } from '../../contracts/page.ts'
import type { Resource, ResourceContext } from '../../contracts/resource.ts'
import { defineResource } from '../../extract/define-resource.ts'
import type { SourceDatabase, TableQuery } from './database.ts'
import type { TableOptions } from './options.ts'
import { positionOf, positionsOf } from './positions.ts'
import type { ReflectedTable } from './reflected.ts'
import { selectTable } from './select-table.ts'
import type { tableHints } from './table-hints.ts'

/** What reading a table needs beside its options. */
export interface TableReading {
  readonly name: string
  readonly table: ReflectedTable
  readonly hints: ReturnType<typeof tableHints>
  readonly options: TableOptions
  readonly chunkSize: number | undefined
  /** true: rows get ids. */
  readonly addDltId: boolean
  /** true: rows come as values, whatever the database has. */
  readonly asRows: boolean
  readonly open: () => Promise<SourceDatabase>
}

const ROWS_AS_VALUES = 50_000
/** Two of DuckDB's row groups. */
const ROWS_IN_COLUMNS = 245_760

/** A table as a resource. Its hints may be changed as those of any. */
export function readTable(reading: TableReading): Resource {
  const { name, hints } = reading
  return defineResource({
    name,
    hints,
    resumeKey({ incremental }) {
      const keys = positionsOf(reading, incremental)
      return keys.length === 0 ? undefined : `sql_table ${JSON.stringify(keys)}`
    },
    open: (context) => pagesOf(reading, context),
  })
}

interface Opened {
  readonly incremental: Incremental | undefined
  readonly keys: readonly string[]
  readonly context: ResourceContext
}

async function* pagesOf(reading: TableReading, context: ResourceContext): AsyncIterable<Page> {
  const { incremental } = context.hints ?? reading.hints
  const opened = { incremental, keys: positionsOf(reading, incremental), context }
  await using database = await reading.open()
  const query = queryOf(reading, opened, database)
  context.logger.debug('reading a table', { table: reading.table.name, sql: query(0).sql })
  if (database.files !== undefined && !reading.asRows && !context.needsRows) {
    yield* filePages(database.files, query(ROWS_IN_COLUMNS), reading, opened)
    return
  }
  for await (const rows of database.rows(query(ROWS_AS_VALUES), context.signal)) {
    const position = positionOf(opened.keys, rows.at(-1))
    yield { rows, ...(position === undefined ? {} : { position }) }
  }
}

function queryOf(reading: TableReading, { incremental, keys, context }: Opened, { dialect }: SourceDatabase) {
  const { table, options } = reading
  const { incremental: handle, resumeFrom } = context
  const behind = Array.isArray(resumeFrom) ? resumeFrom : undefined
  const select = selectTable({ table, dialect, incremental, handle, keys, behind })
  const { query } = options
  const asked = { table, startValue: handle?.startValue, endValue: handle?.endValue }
  const sql = typeof query === 'function' ? query(select, asked) : (query ?? select)
  return (chunkSize: number): TableQuery => ({
    sql,
    table,
    keys,
    chunkSize: options.chunkSize ?? reading.chunkSize ?? chunkSize,
  })
}

/**
 * Files in a folder of their own. One is deleted when the next but one is asked for: the next may be fetched while one is worked
 * on, and the page without rows at the end makes sure that the last one is done with.
 */
async function* filePages(
  files: NonNullable<SourceDatabase['files']>,
  query: TableQuery,
  { addDltId, table }: TableReading,
  { keys, context }: Opened,
): AsyncIterable<Page> {
  const folder = await mkdtemp(join(tmpdir(), 'tolva-sql-'))
  try {
    let done: string | undefined
    let position: unknown = context.resumeFrom
    for await (const { file, last } of files(query, {
      folder,
      signal: context.signal,
      warn: (text) => context.warn?.(text),
    })) {
      if (keys.length > 0) position = last
      yield {
        file,
        format: 'parquet',
        from: { file: `table ${table.name}` },
        ...(addDltId && { addDltId }),
        ...(position === undefined ? {} : { position }),
      }
      if (done !== undefined) await rm(done, { force: true })
      done = file
    }
    if (done !== undefined) yield { rows: [], ...(position === undefined ? {} : { position }) }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
