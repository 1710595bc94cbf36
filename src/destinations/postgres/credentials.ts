import { Secret } from '../../config/secret.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { parseHosts } from './parse-hosts.ts'

/** How a database is reached, with dlt's names in camelCase. */
export interface PostgresCredentials {
  /** Or several, `one:5433,two`, of which the first that answers is taken; or the folder of a socket. */
  readonly host: string
  /** Default 5432. */
  readonly port?: number
  readonly database: string
  readonly username: string
  /** Absent: the server asks for none, or `PGPASSWORD` or `~/.pgpass` has it. */
  readonly password?: Secret | string
  /** Seconds. Default 15. */
  readonly connectTimeout?: number
  /** In which queries read times without a zone and cut days: `Europe/Berlin`. Default UTC. */
  readonly sessionTimezone?: string
  /** As in a connection string: `sslmode`, `sslrootcert`, `sslcert`, `sslkey`, `options`, `application_name`… */
  readonly query?: Readonly<Record<string, string>>
}

/** Scheme, user and password, hosts, database, parameters. A password may hold an @, but hardly a slash. */
const CONNECTION_STRING = /^postgres(?:ql)?(?:\+\w+)?:\/\/(?:([^/?#]*)@)?([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/i
const HOSTS = /^(?:(?:\[[\da-f:.]*\]|[^:,[\]]*)(?::\d*)?(?:,|$))*$/i

/**
 * The parts of `postgresql://user:password@host:5432/database?sslmode=require`; parts that it does not name are absent.
 * @throws ConfigError code `bad_credentials`, which never shows the text.
 */
export function parseCredentials(text: string): Partial<PostgresCredentials> {
  const [whole, user = '', hosts = '', path = '', params] = CONNECTION_STRING.exec(text) ?? []
  if (whole === undefined || !HOSTS.test(hosts)) throw noConnectionString()
  const {
    connect_timeout: timeout,
    host = decoded(hosts),
    port,
    ...query
  } = Object.fromEntries(new URLSearchParams(params))
  const [, username = '', password = ''] = /^([^:]*):?(.*)$/s.exec(user) ?? []
  const single = /^(\[.*\]|[^:,/]*):(\d+)$/.exec(host)
  return {
    ...(host !== '' && { host: single?.[1] ?? withPorts(host, port) }),
    ...(single ? { port: Number(single[2]) } : /^\d+$/.test(port ?? '') && { port: Number(port) }),
    ...(path !== '' && { database: decoded(path) }),
    ...(username !== '' && { username: decoded(username) }),
    ...(password !== '' && { password: new Secret(decoded(password)) }),
    ...(timeout !== undefined && { connectTimeout: Number(timeout) }),
    ...(Object.keys(query).length > 0 && { query }),
  }
}

/** `one,two` and `5432,5433` as `one:5432,two:5433`. */
function withPorts(hosts: string, ports: string | undefined): string {
  if (ports === undefined || !ports.includes(',')) return hosts
  const each = ports.split(',')
  return hosts
    .split(',')
    .map((host, index) => (each[index] ? `${host}:${each[index]}` : host))
    .join(',')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw noConnectionString()
  }
}

function noConnectionString(): ConfigError {
  return new ConfigError('the credentials of a PostgreSQL database are no connection string', {
    code: 'bad_credentials',
    hint: 'Write postgresql://user:password@host:5432/database, with %40 for an @ within the password.',
  })
}

/** Where the database is, without anything secret: `postgresql://user:***@host:5432/database`. */
export function locationOf(credentials: PostgresCredentials): string {
  const password = credentials.password === undefined ? '' : ':***'
  const { host, port, database, username } = credentials
  const servers = parseHosts(host, port).map((one) => `${encodeURIComponent(one.host)}:${one.port}`)
  return `postgresql://${encodeURIComponent(username)}${password}@${servers.join(',')}/${encodeURIComponent(database)}`
}
