import type pg from 'pg'
import { clientConfig } from './client-config.ts'
import type { PostgresCredentials } from './credentials.ts'
import { postgresDriver } from './driver.ts'
import { type Host, parseHosts } from './parse-hosts.ts'
import { type TlsWay, tlsWays } from './tls-ways.ts'

/**
 * Connects to the first server of the credentials that answers, by the first way that it takes.
 * @param onLost Told when the connection is lost while nothing is asked.
 */
export async function openClient(credentials: PostgresCredentials, onLost: () => void = () => {}): Promise<pg.Client> {
  let failed: unknown
  for (const host of parseHosts(credentials.host, credentials.port)) {
    try {
      const client = await openAt(credentials, host, onLost)
      if (await isWanted(client, credentials.query?.target_session_attrs)) return client
      failed = new Error(`connection error: ${host.host} is not ${credentials.query?.target_session_attrs}`)
      await client.end()
    } catch (error) {
      failed = error
      // Another server would say the same of a wrong password.
      if (stateOf(error)?.startsWith('57') === false) throw error
    }
  }
  throw failed
}

async function openAt(credentials: PostgresCredentials, host: Host, onLost: () => void): Promise<pg.Client> {
  const { Client } = await postgresDriver()
  const ways = await tlsWays(host.host, credentials.query ?? {})
  for (const [index, ssl] of ways.entries()) {
    const client = new Client({ ...clientConfig(credentials, host), ssl })
    // An idle connection that is lost shows at the next statement; without a listener it would end the process.
    client.on('error', () => {})
    try {
      await client.connect()
      client.on('error', onLost)
      client.on('end', onLost)
      return client
    } catch (error) {
      if (index === ways.length - 1 || !asksForOther(error, ssl)) throw error
    }
  }
  throw new Error('connection error: there is no way to connect')
}

/** Whether the server would rather be reached in the clear, or by TLS. */
function asksForOther(error: unknown, tried: TlsWay): boolean {
  if (stateOf(error) === '28000') return true
  return tried !== false && error instanceof Error && /SSL connection|ssl3?_|wrong version/i.test(error.message)
}

async function isWanted(client: pg.Client, attrs = 'any'): Promise<boolean> {
  if (attrs === 'any' || attrs === 'prefer-standby') return true
  const { rows } = await client.query<{ readonly standby: boolean; readonly readonly: string }>(
    `SELECT pg_is_in_recovery() AS standby, current_setting('transaction_read_only') AS readonly`,
  )
  const [{ standby = false, readonly = 'off' } = {}] = rows
  if (attrs === 'primary' || attrs === 'standby') return standby === (attrs === 'standby')
  return (standby || readonly === 'on') === (attrs === 'read-only')
}

function stateOf(error: unknown): string | undefined {
  return error instanceof Error && 'severity' in error && 'code' in error ? String(error.code) : undefined
}
