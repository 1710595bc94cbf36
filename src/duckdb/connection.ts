import type { DuckDBConnection } from '@duckdb/node-api'
import type { RowStream } from '../contracts/destination.ts'
import type { SqlConnection, SqlParam } from '../contracts/sql-connection.ts'
import { quoteName } from '../sql/quote-name.ts'
import { databaseError } from './database-error.ts'
import { type DuckDbDriver, duckDbDriver } from './driver.ts'
import { type OpenFile, type OpenOptions, openFile } from './open-files.ts'
import { bindable } from './param.ts'
import { chunksOut, streamRows } from './row-stream.ts'
import { roomierSettings } from './settings.ts'

/** A session on one DuckDB file; streams come in chunks of at most 2,048 rows. */
export interface DuckDbConnection extends SqlConnection {
  readonly path: string
  /** Lets statements of this file use most of the machine's memory, on one thread, until the file is closed. */
  makeRoom(): Promise<void>
  /**
   * Runs the work when nobody else in this process does work alone on the file. DuckDB lets two transactions that only
   * insert commit side by side, even if each has looked for what the other inserts.
   */
  alone<T>(work: () => Promise<T>): Promise<T>
}

/** Opens the file and a session on it. Disposing releases the file. */
export async function connectDuckDb(path: string, options: OpenOptions = {}): Promise<DuckDbConnection> {
  return connectTo(await openFile(path, options), options)
}

/** A session on what is open; disposing it lets go of that. */
export async function connectTo(file: OpenFile, options: OpenOptions = {}): Promise<DuckDbConnection> {
  const driver = await duckDbDriver()
  try {
    return session({ driver, file, connection: await connectUtc(file), options })
  } catch (error) {
    file[Symbol.dispose]()
    throw databaseError(error, { file: file.path })
  }
}

interface Session {
  readonly driver: DuckDbDriver
  readonly file: OpenFile
  readonly connection: DuckDBConnection
  readonly options: OpenOptions
}

function session(parts: Session): DuckDbConnection {
  const { driver, file, connection } = parts
  const streams = new Set<() => Promise<void>>()

  async function run(sql: string, params?: readonly SqlParam[], table?: string) {
    try {
      return await connection.run(
        sql,
        params?.map((param) => bindable(param, driver)),
      )
    } catch (error) {
      throw databaseError(error, { file: file.path, ...(table === undefined ? {} : { table }) })
    }
  }

  async function rows(sql: string, params?: readonly SqlParam[]) {
    const result = await run(sql, params)
    const all: (readonly unknown[])[] = []
    for await (const chunk of chunksOut(result, driver)) all.push(...chunk)
    return all
  }

  async function stream(sql: string, params: readonly SqlParam[] = [], signal?: AbortSignal): Promise<RowStream> {
    signal?.throwIfAborted()
    const own = await connectUtc(file)
    // A statement may compute for long before its first row.
    const stopInterrupting = interruptOnAbort(own, signal)
    try {
      await useDataset(own, parts.options.dataset)
      if (parts.options.readOnly) await own.run('BEGIN TRANSACTION READ ONLY')
      const result = await own.stream(
        sql,
        params.map((param) => bindable(param, driver)),
      )
      const end = async () => {
        if (!streams.delete(end)) return
        stopInterrupting()
        // An unread result keeps the file open: interrupting makes the next fetch its last.
        own.interrupt()
        await result.fetchChunk().catch(() => undefined)
        file.disconnect(own)
      }
      streams.add(end)
      return streamRows(result, driver, { file: file.path, end, signal })
    } catch (error) {
      stopInterrupting()
      file.disconnect(own)
      throw databaseError(error, { file: file.path })
    }
  }

  async function transaction<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted()
    const stopInterrupting = interruptOnAbort(connection, signal)
    try {
      await run('BEGIN TRANSACTION')
      const result = await work()
      signal?.throwIfAborted()
      await run('COMMIT')
      return result
    } catch (error) {
      stopInterrupting()
      // A failed COMMIT has rolled back already; the error that brought us here is the one to tell.
      await connection.run('ROLLBACK').catch(() => undefined)
      signal?.throwIfAborted()
      throw error
    } finally {
      stopInterrupting()
    }
  }

  return {
    path: file.path,
    execute: async (sql, params, table) => (await run(sql, params, table)).rowsChanged,
    rows,
    async makeRoom() {
      for (const statement of roomierSettings()) await run(statement)
    },
    stream,
    transaction,
    alone: (work) => file.alone(work),
    async [Symbol.asyncDispose]() {
      for (const end of streams) await end()
      file.disconnect(connection)
      file[Symbol.dispose]()
    },
  }
}

async function connectUtc(file: OpenFile): Promise<DuckDBConnection> {
  const connection = await file.connect()
  // Only the icu extension knows time zones; where it is absent DuckDB computes in UTC anyway.
  await connection.run(`SET TimeZone = 'UTC'`).catch(() => undefined)
  return connection
}

/** Before the first load there is no dataset to use; a query then fails on the table it names. */
async function useDataset(connection: DuckDBConnection, dataset: string | undefined): Promise<void> {
  if (dataset === undefined) return
  const result = await connection.run(
    'SELECT schema_name FROM duckdb_schemas() WHERE database_name = current_database() AND lower(schema_name) = lower(?)',
    [dataset],
  )
  if ((await result.getRows()).length === 0) return
  const catalog = String((await (await connection.run('SELECT current_database()')).getRows())[0]?.[0])
  const quote = (name: string) => quoteName(name)
  await connection.run(`USE ${quote(catalog)}.${quote(dataset)}`)
}

/** Interrupts again and again, because an interrupt between two statements is forgotten. Returns how to stop. */
function interruptOnAbort(connection: DuckDBConnection, signal: AbortSignal | undefined): () => void {
  let timer: NodeJS.Timeout | undefined
  const begin = () => {
    timer = setInterval(() => connection.interrupt(), 20)
  }
  // It may have been aborted while the session was opened, and would not say so again.
  if (signal?.aborted) begin()
  signal?.addEventListener('abort', begin, { once: true })
  return () => {
    signal?.removeEventListener('abort', begin)
    clearInterval(timer)
  }
}
