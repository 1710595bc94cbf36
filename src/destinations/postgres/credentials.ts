import { Secret } from '../../config/secret.ts'
import { ConfigError } from '../../errors/tolva-error.ts'

/** How a database is reached, with dlt's names in camelCase. */
export interface PostgresCredentials {
  readonly host: string
  /** Default 5432. */
  readonly port?: number
  readonly database: string
  readonly username: string
  /** Absent: the server asks for none, or `PGPASSWORD` or `~/.pgpass` has it. */
  readonly password?: Secret | string
  /** Seconds. Default 15. */
  readonly connectTimeout?: number
  /** As in a connection string: `sslmode`, `sslrootcert`, `sslcert`, `sslkey`… */
  readonly query?: Readonly<Record<string, string>>
}

const DEFAULT_PORT = 5432
const DEFAULT_TIMEOUT = 15

/**
 * The parts of `postgresql://user:password@host:5432/database?sslmode=require`; parts that it does not name are absent.
 * @throws ConfigError code `bad_credentials`, which never shows the text.
 */
export function parseCredentials(text: string): Partial<PostgresCredentials> {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^postgres(ql)?(\+\w+)?:$/.test(url.protocol)) {
    throw new ConfigError('the credentials of a PostgreSQL database are no connection string', {
      code: 'bad_credentials',
      hint: 'Write postgresql://user:password@host:5432/database, with %40 for an @ within the password.',
    })
  }
  const {
    connect_timeout: timeout,
    host = decodeURIComponent(url.hostname),
    ...query
  } = Object.fromEntries(url.searchParams)
  const database = decodeURIComponent(url.pathname.slice(1))
  const username = decodeURIComponent(url.username)
  return {
    ...(host !== '' && { host }),
    ...(url.port !== '' && { port: Number(url.port) }),
    ...(database !== '' && { database }),
    ...(username !== '' && { username }),
    ...(url.password !== '' && { password: new Secret(decodeURIComponent(url.password)) }),
    ...(timeout !== undefined && { connectTimeout: Number(timeout) }),
    ...(Object.keys(query).length > 0 && { query }),
  }
}

/** Where the database is, without anything secret: `postgresql://user:***@host:5432/database`. */
export function locationOf(credentials: PostgresCredentials): string {
  const password = credentials.password === undefined ? '' : ':***'
  const { host, port = DEFAULT_PORT, database, username } = credentials
  return `postgresql://${encodeURIComponent(username)}${password}@${encodeURIComponent(host)}:${port}/${encodeURIComponent(database)}`
}

/** What the driver is made with. `sslmode` means what it means to PostgreSQL's own programs. */
export function clientOptions(credentials: PostgresCredentials) {
  const { host, port = DEFAULT_PORT, database, username, password, connectTimeout = DEFAULT_TIMEOUT } = credentials
  const secret = password instanceof Secret ? password.reveal() : password
  const user = `${encodeURIComponent(username)}${secret === undefined ? '' : `:${encodeURIComponent(secret)}`}`
  // The host stands in the query, where it may be the folder of a socket too.
  const query = new URLSearchParams({ ...credentials.query, uselibpqcompat: 'true', host, port: String(port) })
  return {
    connectionString: `postgresql://${user}@/${encodeURIComponent(database)}?${query}`,
    connectionTimeoutMillis: connectTimeout * 1000,
    application_name: 'tolva',
    keepAlive: true,
  }
}
