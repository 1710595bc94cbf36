import type pg from 'pg'
import type { from } from 'pg-copy-streams'
import { ConfigError } from '../../errors/tolva-error.ts'

/** The two packages that talk to PostgreSQL. */
export interface PostgresDriver {
  readonly Client: typeof pg.Client
  readonly DatabaseError: typeof pg.DatabaseError
  readonly copyFrom: typeof from
}

let loaded: Promise<PostgresDriver> | undefined

/**
 * The driver, loaded when the first connection is opened.
 * @throws ConfigError code `missing_package` where it is not installed.
 */
export function postgresDriver(): Promise<PostgresDriver> {
  loaded ??= load().catch((cause: unknown) => {
    loaded = undefined
    throw new ConfigError('the PostgreSQL driver is not installed', {
      code: 'missing_package',
      hint: 'Run: npm install pg pg-copy-streams',
      cause,
    })
  })
  return loaded
}

async function load(): Promise<PostgresDriver> {
  const [driver, copy] = await Promise.all([import('pg'), import('pg-copy-streams')])
  const { Client, DatabaseError } = driver.default
  return { Client, DatabaseError, copyFrom: copy.from }
}
