import { Secret } from '../../config/secret.ts'
import type { ConfigReader } from '../../contracts/resource.ts'
import { parseSqlCredentials, type SqlCredentials } from './credentials.ts'

/**
 * Credentials as given, else in dlt's places: `credentials` in the sections as a connection string, or the fields below it:
 * `[sources.sql_database.credentials] drivername = …`.
 * @throws MissingConfigError that leads with the line to write; ConfigError `bad_credentials`, `unknown_database`.
 */
export async function resolveSqlCredentials(
  given: string | Secret | SqlCredentials | undefined,
  { reader, sections }: { readonly reader: ConfigReader; readonly sections: readonly string[] },
): Promise<SqlCredentials> {
  if (given instanceof Secret) return parseSqlCredentials(given.reveal())
  if (given !== undefined) return typeof given === 'string' ? parseSqlCredentials(given) : given
  const whole = { sections, field: 'credentials', required: false }
  const table = await reader.read({ ...whole, secret: false })
  const isTable = typeof table === 'object' && table !== null && !(table instanceof Secret)
  const text = isTable ? undefined : await reader.read({ ...whole, secret: true })
  if (text instanceof Secret) return parseSqlCredentials(text.reveal())
  const look = async (field: string, secret = false) => {
    const found = await reader.read({ sections, embedded: ['credentials'], field, secret, required: false })
    return found === undefined || found instanceof Secret ? found : String(found)
  }
  const [drivername, database] = [await look('drivername'), await look('database')]
  if (typeof drivername !== 'string' || typeof database !== 'string') {
    const missing = drivername === undefined && database === undefined ? whole : missingField(drivername, sections)
    await reader.read({ ...missing, secret: missing.field === 'credentials', required: true })
  }
  const [host, port, username] = [await look('host'), await look('port'), await look('username')]
  const password = await look('password', true)
  return {
    drivername: String(drivername),
    database: String(database),
    ...(host !== undefined && { host: String(host) }),
    ...(port !== undefined && { port: Number(port) }),
    ...(username !== undefined && { username: String(username) }),
    ...(password !== undefined && { password }),
  }
}

function missingField(drivername: unknown, sections: readonly string[]) {
  return { sections, embedded: ['credentials'], field: drivername === undefined ? 'drivername' : 'database' }
}
