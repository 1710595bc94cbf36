import type pg from 'pg'
import type { to } from 'pg-copy-streams'
import { missingDriver } from '../database-problem.ts'

/** The two packages that read from PostgreSQL. */
export interface PostgresReader {
  readonly Client: typeof pg.Client
  readonly copyTo: typeof to
}

/**
 * The driver, loaded when the first connection is opened.
 * @throws ConfigError code `missing_package` where it is not installed.
 */
export async function postgresReader(): Promise<PostgresReader> {
  try {
    const [driver, copy] = await Promise.all([import('pg'), import('pg-copy-streams')])
    return { Client: driver.default.Client, copyTo: copy.to }
  } catch (cause) {
    throw missingDriver('PostgreSQL', 'pg pg-copy-streams', cause)
  }
}
