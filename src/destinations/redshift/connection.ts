import type pg from 'pg'
import type { RowStream, SealedOptions } from '../../contracts/destination.ts'
import type { SqlConnection, SqlParam } from '../../contracts/sql-connection.ts'
import { quoteName } from '../../sql/quote-name.ts'
import { bindable } from '../postgres/bindable.ts'
import type { PostgresCredentials } from '../postgres/credentials.ts'
import { openClient } from '../postgres/open-client.ts'
import { type CursorEngine, cursorRows } from '../postgres/row-stream.ts'
import { redshiftLocation } from './credentials.ts'
import { inlineParams } from './inline-params.ts'
import { redshiftError } from './redshift-error.ts'
import { redshiftOut } from './value-out.ts'

export interface RedshiftSession {
  readonly credentials: PostgresCredentials
  /** Plain table names are looked up here. */
  readonly dataset: string
  /** true: names differ by case, too. */
  readonly caseSensitive: boolean
  /** For statements that others wrote. */
  readonly sealed?: SealedOptions | undefined
}

const AS_ARRAYS = {
  rowMode: 'array',
  types: { getTypeParser: (oid: number) => (text: string) => redshiftOut(oid).out(text) },
} as const

/** What has a cursor. Anything else comes at once. */
const QUERY = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:select|with)\b/i

/** A session whose times and numbers read the same whatever the defaults of the cluster are; nothing is opened before it is used. */
export function connectRedshift(session: RedshiftSession): SqlConnection {
  const location = redshiftLocation(session.credentials)
  const streams = new Set<() => Promise<void>>()
  const cursors: CursorEngine = {
    begin: 'BEGIN READ ONLY',
    cursor: 'CURSOR',
    isDirect: (sql) => !QUERY.test(sql),
    rowsAtOnce: 1_000,
    options: AS_ARRAYS,
    typeName: (oid) => redshiftOut(oid).name,
    toError: (error) => redshiftError(error, { location }),
  }
  let main: Promise<OpenClient> | undefined
  /** The client and signal of the transaction that is open. A lost one is not replaced before the transaction has ended. */
  let open: { readonly client: OpenClient; readonly signal: AbortSignal | undefined } | undefined

  const translated = async <T>(work: () => Promise<T>, table?: string): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw redshiftError(error, { location, table })
    }
  }

  async function current(): Promise<OpenClient> {
    open?.signal?.throwIfAborted()
    if (open !== undefined) return open.client
    if (main !== undefined) return main
    const forget = () => {
      if (main === own) main = undefined
    }
    const own = connectClient(session, forget).catch((error: unknown) => {
      forget()
      throw error
    })
    main = own
    return own
  }

  const run = (sql: string, params: readonly SqlParam[] = [], table?: string) =>
    translated(async () => {
      const { client } = await current()
      // Without parameters the simple protocol is spoken, in which each statement of Redshift is at home.
      const values = params.length === 0 ? {} : { values: params.map(bindable) }
      return client.query<unknown[]>({ text: sql, ...values, ...AS_ARRAYS })
    }, table)

  async function transaction<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted()
    const client = await translated(current)
    open = { client, signal }
    const stopListening = signal === undefined ? () => {} : cancelOnAbort(session, client, signal)
    try {
      await run('BEGIN')
      const result = await work()
      signal?.throwIfAborted()
      await run('COMMIT')
      return result
    } catch (error) {
      open = { client, signal: undefined }
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
    stream: (sql, params = [], signal): Promise<RowStream> =>
      translated(async () => {
        signal?.throwIfAborted()
        const own = await connectClient(session)
        const { client } = own
        const stopListening = signal === undefined ? () => {} : cancelOnAbort(session, own, signal)
        const end = async () => {
          stopListening()
          if (streams.delete(end)) await client.end()
        }
        streams.add(end)
        try {
          // While it connected nobody listened.
          signal?.throwIfAborted()
          return await cursorRows(client, cursors, {
            sql: inlineParams(sql, params),
            params: [],
            fewAtOnce: session.sealed !== undefined,
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
      await last?.client.end().catch(() => undefined)
    },
  }
}

interface OpenClient {
  readonly client: pg.Client
  /** The process at the cluster. Asked before any transaction, whose view of the data begins with its first SELECT. */
  readonly pid: string
}

async function connectClient(session: RedshiftSession, onLost: () => void = () => {}): Promise<OpenClient> {
  const client = await openClient({ ...session.credentials, port: session.credentials.port ?? 5439 }, onLost)
  const settings = [
    `timezone TO 'UTC'`,
    `datestyle TO 'ISO, MDY'`,
    'extra_float_digits TO 2',
    `search_path TO ${quoteName(session.dataset)}`,
    ...(session.sealed ? [`statement_timeout TO ${Math.ceil(session.sealed.statementMs)}`] : []),
    ...(session.caseSensitive ? ['enable_case_sensitive_identifier TO true'] : []),
  ]
  for (const setting of settings) await client.query(`SET ${setting}`)
  const { rows } = await client.query<unknown[]>({ text: 'SELECT pg_backend_pid()', rowMode: 'array' })
  return { client, pid: String(rows[0]?.[0]) }
}

/** Lets the cluster stop the statement that is running; those that follow are not sent. Returns how to stop listening. */
function cancelOnAbort(session: RedshiftSession, { pid }: OpenClient, signal: AbortSignal): () => void {
  const cancel = async () => {
    const { client } = await connectClient(session)
    await client.query(`SELECT pg_cancel_backend(${pid})`)
    await client.end()
  }
  const begin = () => void cancel().catch(() => undefined)
  signal.addEventListener('abort', begin, { once: true })
  return () => signal.removeEventListener('abort', begin)
}
