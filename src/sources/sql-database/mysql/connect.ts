import type { Connection } from 'mysql2'
import { Secret } from '../../../config/secret.ts'
import type { SqlCredentials } from '../credentials.ts'
import { missingDriver } from '../database-problem.ts'

const SETTINGS = [
  `SET SESSION time_zone = '+00:00'`,
  // Backslashes in literals mean themselves.
  `SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES')`,
  `SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ`,
  // A reader may be slow: the server is not to end the session meanwhile.
  `SET SESSION net_write_timeout = 3600`,
]

/**
 * A session that only reads; decimals, times and large integers come as texts.
 * @throws ConfigError code `missing_package` where the driver is not installed.
 */
export async function connectToRead(credentials: SqlCredentials): Promise<Connection> {
  const { default: driver } = await import('mysql2').catch((cause: unknown) => {
    throw missingDriver('MySQL', 'mysql2', cause)
  })
  const { host = 'localhost', port = 3306, database, username, password, query = {} } = credentials
  const secret = password instanceof Secret ? password.reveal() : password
  const { unix_socket: socketPath } = query
  const connection = driver.createConnection({
    ...(socketPath === undefined ? { host, port } : { socketPath }),
    database,
    ...(username !== undefined && { user: username }),
    ...(secret !== undefined && { password: secret }),
    ...(isSecure(query) && { ssl: { rejectUnauthorized: query.ssl_verify_cert !== 'false' } }),
    connectTimeout: Number(query.connect_timeout ?? 15) * 1000,
    charset: 'utf8mb4',
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    jsonStrings: true,
  })
  // A connection that is lost shows at the statement that runs; without a listener it would end the process.
  connection.on('error', () => undefined)
  for (const setting of SETTINGS) await connection.promise().query(setting)
  return connection
}

function isSecure(query: Readonly<Record<string, string>>): boolean {
  return query.ssl === 'true' || query.ssl_verify_cert !== undefined || query.ssl_ca !== undefined
}
