import type pg from 'pg'
import { Secret } from '../../config/secret.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { PostgresCredentials } from './credentials.ts'
import type { Host } from './parse-hosts.ts'

const DEFAULT_TIMEOUT = 15

/** Parameters of a connection string that are read elsewhere, and those that change nothing here. */
const READ = [
  ...[
    'application_name',
    'fallback_application_name',
    'options',
    'keepalives',
    'keepalives_idle',
    'target_session_attrs',
  ],
  ...[
    'sslmode',
    'sslrootcert',
    'sslcert',
    'sslkey',
    'sslpassword',
    'sslcrl',
    'ssl_min_protocol_version',
    'sslnegotiation',
  ],
]
const WITHOUT_EFFECT = [
  ...['client_encoding', 'keepalives_interval', 'keepalives_count', 'tcp_user_timeout', 'load_balance_hosts'],
  ...['sslcompression', 'sslsni', 'sslcertmode', 'ssl_max_protocol_version', 'uselibpqcompat', 'gssencmode'],
]

/**
 * What the driver is made with for one of the servers, but for TLS.
 * @throws ConfigError code `bad_credentials` for a parameter that nobody knows.
 */
export function clientConfig(credentials: PostgresCredentials, { host, port }: Host): pg.ClientConfig {
  const { database, username, password, connectTimeout = DEFAULT_TIMEOUT, query = {} } = credentials
  const unknown = Object.keys(query).find((name) => !READ.includes(name) && !WITHOUT_EFFECT.includes(name))
  if (unknown !== undefined) {
    throw new ConfigError(`the credentials have a parameter ${unknown}, which is not known here`, {
      code: 'bad_credentials',
      hint: `Leave it out; known are ${READ.join(', ')}.`,
    })
  }
  const secret = password instanceof Secret ? password.reveal() : password
  return {
    host,
    port,
    database,
    user: username,
    ...(secret !== undefined && { password: secret }),
    connectionTimeoutMillis: connectTimeout * 1000,
    application_name: query.application_name ?? query.fallback_application_name ?? 'tolva',
    keepAlive: query.keepalives !== '0',
    ...(query.keepalives_idle !== undefined && { keepAliveInitialDelayMillis: Number(query.keepalives_idle) * 1000 }),
    ...(query.options !== undefined && { options: query.options }),
  }
}
