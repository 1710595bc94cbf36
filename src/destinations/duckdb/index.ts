import { resolve } from 'node:path'
import type { Destination, DestinationTarget } from '../../contracts/destination.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { duckDbCapabilities } from './capabilities.ts'
import { connectLoader } from './loader.ts'

export interface DuckDbOptions {
  /** The database file. Default `<pipeline>.duckdb` in the folder of local files, to which a relative path belongs too. */
  readonly path?: string
}

/**
 * A DuckDB file as destination; it is opened for a load or a query and closed between.
 * @throws ConfigError code `duckdb_needs_a_file` for `:memory:`.
 */
export function duckdb(options: DuckDbOptions | string = {}): Destination {
  const { path } = typeof options === 'string' ? { path: options } : options
  if (path === '' || path?.startsWith(':memory:')) {
    throw new ConfigError('a DuckDB destination needs a file: what is in memory is gone when the load closes it', {
      code: 'duckdb_needs_a_file',
      hint: "Give a path: duckdb({ path: 'data.duckdb' }).",
    })
  }
  const pathOf = (target: DestinationTarget) => resolve(target.localDir, path ?? `${target.pipeline}.duckdb`)
  return {
    name: 'duckdb',
    type: 'dlt.destinations.duckdb',
    capabilities: duckDbCapabilities,
    options: path === undefined ? {} : { path },
    location: (target) => `duckdb:///${pathOf(target)}`,
    connect: (target, context, connectOptions = {}) =>
      connectLoader(
        { path: pathOf(target), dataset: target.dataset, readOnly: connectOptions.readOnly ?? false },
        context,
      ),
  }
}
