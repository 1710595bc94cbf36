import { ConfigError, SourceError, TolvaError } from '../../errors/tolva-error.ts'

/** Where in a database something went wrong. */
export interface ProblemPlace {
  /** Without anything secret. */
  readonly location: string
  readonly table?: string | undefined
}

const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|PROTOCOL_CONNECTION_LOST)/

/** What a driver threw, as an error that says which database and table it is about. */
export function databaseProblem(error: unknown, { location, table }: ProblemPlace): unknown {
  if (!(error instanceof Error) || error instanceof TolvaError || error.name === 'AbortError') return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const lost = NETWORK.test(code) || /connection terminated|timeout expired|socket/i.test(error.message)
  const message = error.message || code
  return new SourceError(
    lost ? `no connection to ${location}: ${message}` : table === undefined ? message : `table ${table}: ${message}`,
    {
      code: lost ? 'source_connection_lost' : 'source_database_error',
      hint: lost
        ? 'Check host and port, and that the server is up and takes connections from here; then run again.'
        : 'Read the message of the database above; check the rights of the user and the query.',
      context: { location, ...(table === undefined ? {} : { table }) },
      cause: error,
    },
  )
}

/** Runs what talks to a database; what it throws says which. */
export async function talking<T>(place: ProblemPlace, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw databaseProblem(error, place)
  }
}

/** The error for a driver that is not installed. */
export function missingDriver(what: string, packages: string, cause: unknown): ConfigError {
  return new ConfigError(`the ${what} driver is not installed`, {
    code: 'missing_package',
    hint: `Run: npm install ${packages}`,
    cause,
  })
}
