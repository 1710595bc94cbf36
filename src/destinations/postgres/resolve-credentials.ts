import { MissingConfigError, type MissingField } from '../../config/missing-config-error.ts'
import type { ConfigLookup, TracedConfigReader } from '../../config/resolve.ts'
import { Secret } from '../../config/secret.ts'
import { type PostgresCredentials, parseCredentials } from './credentials.ts'

/**
 * Credentials in dlt's places: `credentials` in the sections as a connection string, else (or for what it lacks) the fields below
 * it: `[destination.postgres.credentials] host = …`.
 * @throws MissingConfigError that leads with the line to write; ConfigError `secret_in_config`, `bad_credentials`.
 */
export async function resolveCredentials(
  reader: TracedConfigReader,
  sections: readonly string[],
  parse: typeof parseCredentials = parseCredentials,
): Promise<PostgresCredentials> {
  const text = await connectionString(reader, sections)
  const given = text === undefined ? {} : parse(text.reveal())
  const missing: MissingField[] = []
  const look = async (field: string, more: Partial<ConfigLookup> = {}) => {
    const request = { sections, embedded: ['credentials'], field, secret: false, required: false, ...more }
    const found = await reader.lookUp(request)
    if (found.value === undefined && more.required) missing.push(found.missing)
    return found.value
  }
  const named = async (field: string, value: string | undefined) =>
    value ?? String((await look(field, { required: true })) ?? '')
  const host = await named('host', given.host)
  const database = await named('database', given.database)
  const username = await named('username', given.username)
  const password = given.password ?? (await look('password', { secret: true, required: text === undefined }))
  if (missing.length === 4) await reader.read({ sections, field: 'credentials', secret: true, required: true })
  if (missing.length > 0) throw new MissingConfigError(missing, await reader.files())
  const port = given.port ?? (await look('port', { type: 'bigint' }))
  const timeout = given.connectTimeout ?? (await look('connect_timeout', { type: 'bigint' }))
  const zone = await look('session_timezone')
  return {
    host,
    database,
    username,
    ...((password instanceof Secret || typeof password === 'string') && { password }),
    ...(port !== undefined && { port: Number(port) }),
    ...(timeout !== undefined && { connectTimeout: Number(timeout) }),
    ...(typeof zone === 'string' && zone !== '' && { sessionTimezone: zone }),
    query: { ...textsOf(await look('query')), ...given.query },
  }
}

/** A table under the same name is no connection string: its fields are looked up one by one, some of which are no secret. */
async function connectionString(reader: TracedConfigReader, sections: readonly string[]): Promise<Secret | undefined> {
  const request = { sections, field: 'credentials', required: false }
  const found = await reader.lookUp({ ...request, secret: false })
  if (typeof found.value === 'object' && found.value !== null && !(found.value instanceof Secret)) return undefined
  const { value } = await reader.lookUp({ ...request, secret: true })
  return value instanceof Secret ? value : undefined
}

function textsOf(table: unknown): Readonly<Record<string, string>> {
  if (typeof table !== 'object' || table === null) return {}
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, String(value)]))
}
