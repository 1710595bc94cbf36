import { resolve } from 'node:path'
import { Secret } from '../../config/secret.ts'
import { ConfigError } from '../../errors/tolva-error.ts'

/** The databases that can be read, by the name that begins their connection strings. */
export type DatabaseKind = 'postgresql' | 'mysql' | 'sqlite' | 'duckdb'

/** How a database is reached, with dlt's names in camelCase. */
export interface SqlCredentials {
  /** `postgresql`, `mysql`, `mariadb`, `sqlite` or `duckdb`; what stands behind a `+` is passed over. */
  readonly drivername: string
  readonly host?: string
  readonly port?: number
  /** Its name; of SQLite and DuckDB the file. */
  readonly database: string
  readonly username?: string
  readonly password?: Secret | string
  /** As in a connection string: `sslmode`, `ssl_ca`… */
  readonly query?: Readonly<Record<string, string>>
}

const KINDS: Readonly<Record<string, DatabaseKind>> = {
  postgresql: 'postgresql',
  postgres: 'postgresql',
  mysql: 'mysql',
  mariadb: 'mysql',
  sqlite: 'sqlite',
  duckdb: 'duckdb',
}

/**
 * Which kind of database credentials lead to.
 * @throws ConfigError `unknown_database`.
 */
export function databaseKind({ drivername }: Pick<SqlCredentials, 'drivername'>): DatabaseKind {
  const kind = KINDS[drivername.split('+')[0]?.toLowerCase() ?? '']
  if (kind !== undefined) return kind
  throw new ConfigError(`${JSON.stringify(drivername)} is no database that can be read`, {
    code: 'unknown_database',
    hint: 'Begin the connection string with postgresql://, mysql://, mariadb://, sqlite:/// or duckdb:///.',
  })
}

/**
 * The parts of `postgresql://user:password@host:5432/database?sslmode=require`, `mysql://…`, `sqlite:///file.db` (four slashes
 * begin an absolute path) or `duckdb:///file.duckdb`.
 * @throws ConfigError `bad_credentials`, which never shows the text, and `unknown_database`.
 */
export function parseSqlCredentials(text: string): SqlCredentials {
  const [, drivername = '', rest = ''] = /^([a-z][a-z0-9]*(?:\+\w+)?):\/\/(.*)$/is.exec(text) ?? []
  if (drivername === '') throw badCredentials()
  const kind = databaseKind({ drivername })
  if (kind === 'sqlite' || kind === 'duckdb') {
    const [path = ''] = rest.split('?')
    const database = path.startsWith('/') ? path.slice(1) : path
    if (database === '') throw badCredentials()
    return { drivername, database: decodeURIComponent(database) }
  }
  // The scheme decides how a URL is parsed.
  const url = URL.canParse(`postgresql://${rest}`) ? new URL(`postgresql://${rest}`) : undefined
  const database = decodeURIComponent(url?.pathname.slice(1) ?? '')
  if (url === undefined || database === '') throw badCredentials()
  const query = Object.fromEntries(url.searchParams)
  return {
    drivername,
    database,
    ...(url.hostname !== '' && { host: decodeURIComponent(url.hostname) }),
    ...(url.port !== '' && { port: Number(url.port) }),
    ...(url.username !== '' && { username: decodeURIComponent(url.username) }),
    ...(url.password !== '' && { password: new Secret(decodeURIComponent(url.password)) }),
    ...(Object.keys(query).length > 0 && { query }),
  }
}

/** The file of a SQLite or DuckDB database; a relative path belongs to the working directory, as in dlt. */
export function databaseFile({ database }: SqlCredentials): string {
  return resolve(database)
}

/** Where the database is, without anything secret. */
export function locationOf(credentials: SqlCredentials): string {
  const { drivername, host, port, database, username, password } = credentials
  const user = username === undefined ? '' : `${encodeURIComponent(username)}${password === undefined ? '' : ':***'}@`
  const place = host === undefined ? '' : `${host}${port === undefined ? '' : `:${port}`}`
  return `${drivername}://${user}${place}/${database}`
}

function badCredentials(): ConfigError {
  return new ConfigError('the credentials of a database are no connection string', {
    code: 'bad_credentials',
    hint: 'Write postgresql://user:password@host:5432/database (%40 for an @ within the password), mysql://…, sqlite:///file.db or duckdb:///file.duckdb.',
  })
}
