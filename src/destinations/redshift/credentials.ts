import { ConfigError } from '../../errors/tolva-error.ts'
import { locationOf, type PostgresCredentials, parseCredentials } from '../postgres/credentials.ts'

const DEFAULT_PORT = 5439

/**
 * The parts of `redshift://user:password@host:5439/database`; parts that it does not name are absent.
 * @throws ConfigError code `bad_credentials`, which never shows the text.
 */
export function parseRedshiftCredentials(text: string): Partial<PostgresCredentials> {
  const scheme = /^(?:redshift|postgres(?:ql)?)(?:\+\w+)?:\/\//.exec(text)?.[0]
  const address = scheme === undefined ? '' : `postgresql://${text.slice(scheme.length)}`
  if (URL.canParse(address)) return parseCredentials(address)
  throw new ConfigError('the credentials of a Redshift database are no connection string', {
    code: 'bad_credentials',
    hint: 'Write redshift://user:password@host:5439/database, with %40 for an @ within the password.',
  })
}

/** Where the database is, without anything secret: `redshift://user:***@host:5439/database`. */
export function redshiftLocation(credentials: PostgresCredentials): string {
  return locationOf({ ...credentials, port: credentials.port ?? DEFAULT_PORT }).replace('postgresql', 'redshift')
}
