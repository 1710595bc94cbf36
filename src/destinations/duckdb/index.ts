import { resolve } from 'node:path'
import type { ReplaceStrategy } from '../../capabilities/capabilities.ts'
import type { Destination, DestinationTarget } from '../../contracts/destination.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { checkReplaceStrategy, readReplaceStrategy } from '../replace-strategy.ts'
import { duckDbCapabilities } from './capabilities.ts'

export interface DuckDbOptions {
  /** The database file. Default `<pipeline>.duckdb` in the folder of local files, to which a relative path belongs too. */
  readonly path?: string
  /** Default `truncate-and-insert`. */
  readonly replaceStrategy?: ReplaceStrategy
}

/**
 * A DuckDB file as destination; it is opened for a load or a query and closed between.
 * @throws ConfigError code `duckdb_needs_a_file` for `:memory:`, `unknown_replace_strategy`.
 */
export function duckdb(options: DuckDbOptions | string = {}): Destination {
  const given: DuckDbOptions = typeof options === 'string' ? { path: options } : options
  if (given.path === '' || given.path?.startsWith(':memory:')) {
    throw new ConfigError('a DuckDB destination needs a file: what is in memory is gone when the load closes it', {
      code: 'duckdb_needs_a_file',
      hint: "Give a path: duckdb({ path: 'data.duckdb' }).",
    })
  }
  checkReplaceStrategy(given.replaceStrategy, duckDbCapabilities)
  return destination(given, given.replaceStrategy)
}

function destination(options: DuckDbOptions, replaceStrategy: ReplaceStrategy | undefined): Destination {
  const { path, replaceStrategy: given } = options
  const pathOf = (target: DestinationTarget) => resolve(target.localDir, path ?? `${target.pipeline}.duckdb`)
  return {
    name: 'duckdb',
    type: 'dlt.destinations.duckdb',
    capabilities: duckDbCapabilities,
    options: { ...(path !== undefined && { path }), ...(given !== undefined && { replaceStrategy: given }) },
    location: (target) => `duckdb:///${pathOf(target)}`,
    async configure(reader) {
      const sections = ['destination', 'duckdb']
      return destination(
        options,
        await readReplaceStrategy(reader, sections, { given, capabilities: duckDbCapabilities }),
      )
    },
    async connect(target, context, { readOnly = false, orEmpty = false } = {}) {
      // The engine is a third of the library: importing it stays quick where nothing is opened.
      const { connectLoader } = await import('./loader.ts')
      return connectLoader(
        { path: pathOf(target), dataset: target.dataset, readOnly, orEmpty, replaceStrategy },
        context,
      )
    },
  }
}
