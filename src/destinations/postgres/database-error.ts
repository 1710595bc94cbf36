import type { DatabaseError } from 'pg'
import { DestinationError, TolvaError } from '../../errors/tolva-error.ts'
import { told } from './holders.ts'
import { tlsError } from './tls-error.ts'
import type { Holder } from './watch-session.ts'

interface Kind {
  /** SQLSTATE, its beginning at least. */
  readonly state: RegExp
  readonly code: string
  readonly retry: boolean
  readonly hint: string
}

const CONFLICT = { code: 'write_conflict', retry: true, hint: 'Another session changed the same thing; run again.' }

const KINDS: readonly Kind[] = [
  { state: /^(40001|40P01|55006|42P06|42P07|42701|42710)/, ...CONFLICT },
  {
    state: /^55P03/,
    code: 'lock_timeout',
    retry: false,
    hint: 'Let that session finish, or end it with SELECT pg_terminate_backend(pid), then run again; or raise lock_timeout.',
  },
  {
    state: /^57014/,
    code: 'statement_cancelled',
    retry: false,
    hint: 'The server stopped the statement: raise statement_timeout for this user, or statementTimeout of the destination (statement_timeout in its configuration), or ask who cancelled it; then run again.',
  },
  {
    state: /^(08|57P0|25P03)/,
    code: 'connection_lost',
    retry: true,
    hint: 'Check that the server is up, then run again: what was prepared is loaded first.',
  },
  {
    state: /^53300/,
    code: 'too_many_connections',
    retry: true,
    hint: 'Close other sessions, or let the server take more (max_connections).',
  },
  {
    state: /^53100/,
    code: 'disk_full',
    retry: false,
    hint: 'Make room on the disk of the server, then run again: the package is kept, nothing of it is in the database, and it is loaded first.',
  },
  {
    state: /^53/,
    code: 'out_of_resources',
    retry: false,
    hint: 'Give the server more memory, then run again.',
  },
  {
    state: /^28/,
    code: 'access_denied',
    retry: false,
    hint: 'Check user and password, and what pg_hba.conf of the server asks for: TLS (append ?sslmode=require to the connection string), or a certificate of yours (?sslcert=…&sslkey=…).',
  },
  {
    state: /^3D000/,
    code: 'database_missing',
    retry: false,
    hint: 'Create the database, or name another one in the credentials.',
  },
  {
    state: /^42501/,
    code: 'permission_denied',
    retry: false,
    hint: 'Grant the user CREATE on the database and its own rights on the dataset.',
  },
  { state: /^25006/, code: 'read_only', retry: false, hint: 'A dataset is only read; load data with a pipeline.' },
  {
    state: /^21000/,
    code: 'rows_not_unique',
    retry: false,
    hint: 'Two staged rows have the same key: make the primary key unique, or use the strategy delete-insert, which keeps one.',
  },
  {
    state: /^23/,
    code: 'constraint_violated',
    retry: false,
    hint: 'Correct the rows, or make the column nullable or not unique in the columns hint and in the table.',
  },
  {
    state: /^(22021|22P05)/,
    code: 'value_does_not_fit',
    retry: false,
    hint: 'PostgreSQL holds neither NUL characters nor bytes that are no UTF-8: clean the texts in a map step.',
  },
  {
    state: /^(22|42804|42846)/,
    code: 'value_does_not_fit',
    retry: false,
    hint: 'The table has another column type than the schema: give the column a data_type that fits, or rename it.',
  },
  {
    state: /^2BP01/,
    code: 'objects_depend',
    retry: false,
    hint: 'Drop the views and constraints that the message names, then run again.',
  },
  {
    state: /^(42P01|3F000)/,
    code: 'undefined_relation',
    retry: false,
    hint: 'Check the name of the table and of the dataset.',
  },
  { state: /^42/, code: 'bad_sql', retry: false, hint: 'Correct the SQL statement.' },
]

const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)/
const LOST = /connection terminated|connection error|timeout expired|not queryable|socket/i

export interface ErrorPlace {
  /** Where the server is, without anything secret. */
  readonly location: string
  readonly table?: string | undefined
  /** Sessions for which the statement waited. */
  readonly holders?: readonly Holder[] | undefined
  /** true: the statement is the one that a reader gave, so that a place in it says something. */
  readonly isQuery?: boolean
}

/** Turns what the driver threw into a DestinationError that says what to do and whether it may succeed later. */
export function databaseError(error: unknown, { location, table, holders = [], isQuery = false }: ErrorPlace): unknown {
  if (!(error instanceof Error) || error instanceof TolvaError || error.name === 'AbortError') return error
  if (isDatabaseError(error)) {
    const kind = kindOf(error)
    const where = error.where?.startsWith('COPY') ? ` (${error.where.split('\n', 1)[0]})` : ''
    const held = kind?.code === 'lock_timeout' && holders.length > 0
    const message = held ? `${error.message}: it is held by ${told(holders)}` : `${error.message}${where}`
    return new DestinationError(table === undefined ? message : `table ${table}: ${message}`, {
      code: kind?.code ?? 'database_error',
      hint: kind?.hint ?? 'Read the message of PostgreSQL above.',
      retry: kind?.retry ?? false,
      context: {
        location,
        sqlState: error.code,
        ...(isQuery && error.position !== undefined ? { position: Number(error.position) } : {}),
        ...(table === undefined ? {} : { table }),
        ...(held ? { pids: holders.map(({ pid }) => pid).join(' ') } : {}),
      },
      cause: error,
    })
  }
  const untrusted = tlsError(error, location)
  if (untrusted !== undefined) return untrusted
  const network = 'code' in error && typeof error.code === 'string' && NETWORK.test(error.code)
  if (!network && !LOST.test(error.message)) return error
  return new DestinationError(
    `no connection to ${location}: ${error.message || String('code' in error && error.code)}`,
    {
      code: 'connection_lost',
      hint: 'Check host and port, and that the server is up and takes connections from here.',
      retry: true,
      context: { location },
      cause: error,
    },
  )
}

function kindOf(error: DatabaseError): Kind | undefined {
  const state = error.code ?? ''
  // Two sessions that create the same thing meet in the indexes of the catalog.
  const inCatalog = state === '23505' && error.constraint?.startsWith('pg_')
  if (inCatalog || /tuple concurrently (updated|deleted)/.test(error.message)) return { state: /^/, ...CONFLICT }
  return KINDS.find((kind) => kind.state.test(state))
}

/** By its shape: the class belongs to whichever copy of the driver threw. */
function isDatabaseError(error: Error): error is DatabaseError {
  return 'severity' in error && 'code' in error && typeof error.code === 'string' && error.code.length === 5
}
