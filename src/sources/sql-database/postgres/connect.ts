import type pg from 'pg'
import { Secret } from '../../../config/secret.ts'
import type { SqlCredentials } from '../credentials.ts'
import { postgresReader } from './driver.ts'

/** Texts, times and numbers read the same whatever the server's defaults are, and nothing is written. */
const SETTINGS = [
  `TimeZone = 'UTC'`,
  `DateStyle = 'ISO, MDY'`,
  `IntervalStyle = 'postgres'`,
  `bytea_output = 'hex'`,
  `extra_float_digits = 1`,
  `standard_conforming_strings = on`,
  `client_min_messages = warning`,
  `statement_timeout = 0`,
  `default_transaction_read_only = on`,
]

/** A session that only reads. */
export async function connectToRead(credentials: SqlCredentials): Promise<pg.Client> {
  const { Client } = await postgresReader()
  const { host = 'localhost', port = 5432, database, username, password, query = {} } = credentials
  const { connect_timeout: timeout = '15', ...rest } = query
  const secret = password instanceof Secret ? password.reveal() : password
  // The host stands in the query, where it may be the folder of a socket too. `sslmode` means what it means to libpq.
  const options = new URLSearchParams({ host, port: String(port), ...rest, uselibpqcompat: 'true' })
  const user = username === undefined ? '' : encodeURIComponent(username)
  const client = new Client({
    connectionString: `postgresql://${user}${secret === undefined ? '' : `:${encodeURIComponent(secret)}`}@/${encodeURIComponent(database)}?${options}`,
    connectionTimeoutMillis: Number(timeout) * 1000,
    application_name: 'tolva',
    keepAlive: true,
  })
  // A connection that is lost shows at the statement that runs; without a listener it would end the process.
  client.on('error', () => undefined)
  await client.connect()
  await client.query(SETTINGS.map((setting) => `SET ${setting}`).join('; '))
  return client
}
