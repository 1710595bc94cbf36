import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import type { RowStream } from '../../contracts/destination.ts'
import type { SqlConnection, SqlParam } from '../../contracts/sql-connection.ts'
import { DestinationError } from '../../errors/tolva-error.ts'
import type { Column } from '../../schema/stored.ts'
import { bindable } from './bindable.ts'
import { locationOf, type PostgresCredentials } from './credentials.ts'
import { databaseError } from './database-error.ts'
import { postgresDriver } from './driver.ts'
import { told } from './holders.ts'
import { openClient } from './open-client.ts'
import { refusedCell } from './refused-cell.ts'
import { type CursorEngine, cursorRows } from './row-stream.ts'
import { type SessionSettings, setUpSession, setUpTransaction } from './session-settings.ts'
import { outType } from './value-out.ts'
import { type SessionWatch, type WatchOptions, watchSession } from './watch-session.ts'

/** A session on a database; nothing is opened before the first statement. */
export interface PostgresConnection extends SqlConnection {
  /** Sends a file and returns the number of rows. `table` is named in errors. */
  copy(stream: CopyStream, table: string): Promise<number>
  /** Whether a pooler lends sessions for a transaction only, so that nothing in one outlasts it. */
  isPooled(): Promise<boolean>
}

export interface CopyStream {
  /** `COPY … FROM STDIN`. */
  readonly sql: string
  readonly file: string
  /** Those of a binary file, in its order, so that a value which is refused can be told. */
  readonly columns?: readonly Pick<Column, 'name' | 'data_type'>[]
}

export interface PostgresSession {
  readonly credentials: PostgresCredentials
  /** Plain table names are looked up here and nowhere else. */
  readonly dataset: string
  readonly readOnly: boolean
  /** How long a statement waits for locks of others. Default 300,000. */
  readonly lockWaitMs?: number | undefined
  /** How long a statement may take. Absent: what the server has set for the user. */
  readonly statementMs?: number | undefined
  /** true: streams ask for as many rows as are small, since rows of others may be of any size. */
  readonly fewAtOnce?: boolean | undefined
  /** How often, and after how long a silence, a second session looks after one that takes long. */
  readonly watch?: Pick<WatchOptions, 'lookMs' | 'silentMs'>
  /** Told when others keep a statement waiting. */
  readonly onHeld?: (why: string) => void
}

/** Values leave as `outType` says, rows as arrays. */
const AS_ARRAYS = {
  rowMode: 'array',
  types: { getTypeParser: (oid: number) => (text: string) => outType(oid).out(text) },
} as const

/** What has no cursor: its few rows come at once. */
const NO_CURSOR = /^(?:\s|--[^\n]*\n|\/\*.*?\*\/)*(?:explain|show)\b/is

/** A session whose texts, times and numbers read the same whatever the server's defaults are. */
export function connectPostgres(session: PostgresSession): PostgresConnection {
  const location = locationOf(session.credentials)
  const settings = settingsOf(session)
  const streams = new Set<() => Promise<void>>()
  const cursors: CursorEngine = {
    begin: session.readOnly ? 'BEGIN TRANSACTION READ ONLY' : 'BEGIN',
    cursor: 'NO SCROLL CURSOR',
    isDirect: (sql) => NO_CURSOR.test(sql),
    rowsAtOnce: 2_000,
    options: AS_ARRAYS,
    typeName: (oid) => outType(oid).name,
    toError: (error) => databaseError(error, { location, isQuery: true }),
  }
  let main: Promise<Watched> | undefined
  /** The client and signal of the transaction that is open. A lost one is not replaced before the transaction has ended. */
  let open: { readonly session: Watched; readonly signal: AbortSignal | undefined; readonly pid?: string } | undefined

  const translated = async <T>(work: () => Promise<T>, table?: string): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      const current = open?.session ?? (await main?.catch(() => undefined))
      throw databaseError(error, { location, table, holders: current?.watch.holders() })
    }
  }

  async function current(): Promise<Watched> {
    open?.signal?.throwIfAborted()
    if (open !== undefined) return open.session
    if (main !== undefined) return main
    // An old client may say again that it is lost when there is a new one.
    const forget = () => {
      if (main === own) main = undefined
    }
    const own = connectWatched(session, forget).catch((error: unknown) => {
      forget()
      throw error
    })
    main = own
    return own
  }

  const run = (sql: string, params: readonly SqlParam[] = [], table?: string) =>
    translated(async () => {
      const { client, watch, pooled } = await current()
      const query = () => client.query<unknown[]>({ text: sql, values: params.map(bindable), ...AS_ARRAYS })
      if (open?.pid !== undefined) return watch.during(query, open.pid)
      return pooled && open === undefined ? alone(client, query) : query()
    }, table)

  /** What a session is set up with does not outlast a transaction where a pooler lends it. */
  async function alone<T>(client: pg.Client, query: () => Promise<T>): Promise<T> {
    await client.query('BEGIN')
    try {
      await client.query(setUpTransaction(settings))
      const result = await query()
      await client.query('COMMIT')
      return result
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined)
      throw error
    }
  }

  async function transaction<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted()
    const own = await translated(current)
    open = { session: own, signal }
    let stopListening = () => {}
    try {
      await run('BEGIN')
      if (own.pooled) await run(setUpTransaction(settings))
      const pid = String((await run('SELECT pg_backend_pid()')).rows[0]?.[0])
      open = { session: own, signal, pid }
      if (signal) stopListening = cancelOnAbort(session, pid, signal)
      const result = await work()
      signal?.throwIfAborted()
      if ((await run('COMMIT')).command !== 'COMMIT') throw rolledBack(location)
      return result
    } catch (error) {
      open = { session: own, signal: undefined }
      // The error that brought us here is the one to tell.
      await run('ROLLBACK').catch(() => undefined)
      signal?.throwIfAborted()
      throw error
    } finally {
      open = undefined
      stopListening()
    }
  }

  return {
    execute: async (sql, params, table) => (await run(sql, params, table)).rowCount ?? 0,
    rows: async (sql, params) => (await run(sql, params)).rows,
    transaction,
    isPooled: () => translated(async () => (await current()).pooled),
    copy: ({ sql, file, columns }, table) =>
      translated(async () => {
        const { copyFrom } = await postgresDriver()
        const { client, watch } = await current()
        const into = client.query(copyFrom(sql))
        const { signal, pid } = open ?? {}
        const from = createReadStream(file, { highWaterMark: 256 * 1024 })
        const send = () => pipeline(from, into, signal ? { signal } : {})
        try {
          await (pid === undefined ? send() : watch.during(send, pid))
        } catch (error) {
          throw columns === undefined ? error : await withRefusedCell(error, { file, columns })
        }
        return into.rowCount
      }, table),
    stream: (sql, params = [], signal): Promise<RowStream> =>
      translated(async () => {
        signal?.throwIfAborted()
        const { client: own, pooled, pid } = await connectClient(session)
        // A pooler's number is no process of the server.
        const stopListening = signal && pid !== null && !pooled ? cancelOnAbort(session, String(pid), signal) : () => {}
        const end = async () => {
          stopListening()
          if (streams.delete(end)) await own.end()
        }
        streams.add(end)
        try {
          // While it connected nobody listened.
          signal?.throwIfAborted()
          return await cursorRows(own, cursors, {
            sql,
            params: params.map(bindable),
            ...(pooled && { setUp: setUpTransaction(settings) }),
            fewAtOnce: session.fewAtOnce ?? false,
            end,
          })
        } catch (error) {
          await end()
          throw error
        }
      }),
    async [Symbol.asyncDispose]() {
      for (const end of streams) await end()
      const last = await main?.catch(() => undefined)
      await last?.watch.stop()
      await last?.client.end().catch(() => undefined)
    },
  }
}

/** What PostgreSQL tells of a value in a text, and not of one in bytes. */
async function withRefusedCell(error: unknown, copied: Required<Omit<CopyStream, 'sql'>>): Promise<unknown> {
  if (!(error instanceof Error && 'where' in error && typeof error.where === 'string')) return error
  const [where = ''] = error.where.split('\n', 1)
  const cell = await refusedCell(where, copied).catch(() => undefined)
  return cell === undefined ? error : Object.assign(error, { where: `${where}: "${cell}"` })
}

interface Connected {
  readonly client: pg.Client
  readonly pooled: boolean
  readonly pid: number | null
}

/** A client, and what looks after its long statements. */
interface Watched extends Connected {
  readonly watch: SessionWatch
}

async function connectWatched(session: PostgresSession, onLost: () => void): Promise<Watched> {
  const connected = await connectClient(session, onLost)
  const watch = watchSession({
    client: connected.client,
    connect: async () => (await connectClient(session)).client,
    ...session.watch,
    onHeld: (holders) =>
      session.onHeld?.(`a statement at ${locationOf(session.credentials)} waits for ${told(holders)}`),
  })
  return { ...connected, watch }
}

async function connectClient(session: PostgresSession, onLost: () => void = () => {}): Promise<Connected> {
  const client = await openClient(session.credentials, onLost)
  const pid = 'processID' in client && typeof client.processID === 'number' ? client.processID : null
  const { rows } = await client.query<{ readonly pooled: boolean }>(setUpSession(settingsOf(session), pid))
  return { client, pid, pooled: rows[0]?.pooled === true }
}

function settingsOf({ credentials, ...session }: PostgresSession): SessionSettings {
  const asOption = /timezone=(\S+)/i.exec(credentials.query?.options ?? '')?.[1]
  return { ...session, timeZone: asOption ?? credentials.sessionTimezone }
}

/** Lets the server stop the statement that is running; those that follow are not sent. Returns how to stop listening. */
function cancelOnAbort(session: PostgresSession, pid: string, signal: AbortSignal): () => void {
  const cancel = async () => {
    const { client: helper } = await connectClient(session)
    await helper.query('SELECT pg_cancel_backend($1)', [pid])
    await helper.end()
  }
  const begin = () => void cancel().catch(() => undefined)
  signal.addEventListener('abort', begin, { once: true })
  return () => signal.removeEventListener('abort', begin)
}

function rolledBack(location: string): DestinationError {
  return new DestinationError('the transaction was rolled back by the server', {
    code: 'write_conflict',
    hint: 'Run again.',
    retry: true,
    context: { location },
  })
}
