import type * as DuckDb from '@duckdb/node-api'
import { ConfigError } from '../errors/tolva-error.ts'

export type DuckDbDriver = typeof DuckDb

let loaded: Promise<DuckDbDriver> | undefined

/**
 * The native driver, loaded when the first file is opened.
 * @throws ConfigError code `duckdb_driver_missing` where the binding of this platform is not installed.
 */
export function duckDbDriver(): Promise<DuckDbDriver> {
  loaded ??= import('@duckdb/node-api').catch((cause: unknown) => {
    loaded = undefined
    throw new ConfigError('the DuckDB driver could not be loaded', {
      code: 'duckdb_driver_missing',
      hint: 'Run: npm install @duckdb/node-api (without --no-optional; it brings the binding for this platform).',
      cause,
    })
  })
  return loaded
}
