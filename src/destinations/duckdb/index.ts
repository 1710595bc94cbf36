import { resolve } from 'node:path'
import type { ReplaceStrategy } from '../../capabilities/capabilities.ts'
import type { Destination, DestinationTarget } from '../../contracts/destination.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { checkLockTimeout, readLockTimeout } from '../lock-timeout.ts'
import { checkReplaceStrategy, readReplaceStrategy } from '../replace-strategy.ts'
import { duckDbCapabilities } from './capabilities.ts'

export interface DuckDbOptions {
  /** The database file. Default `<pipeline>.duckdb` in the folder of local files, to which a relative path belongs too. */
  readonly path?: string
  /** Default `truncate-and-insert`. */
  readonly replaceStrategy?: ReplaceStrategy
  /** Seconds that another process is waited for which has the file open. Default 30. */
  readonly lockTimeout?: number
}

/**
 * A DuckDB file as destination; it is opened for a load or a query and closed between.
 * @throws ConfigError code `duckdb_needs_a_file` for `:memory:`, `unknown_replace_strategy`, `bad_lock_timeout`.
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
  checkLockTimeout(given.lockTimeout)
  return destination(given, given)
}

interface Settings {
  readonly replaceStrategy?: ReplaceStrategy | undefined
  readonly lockTimeout?: number | undefined
}

function destination(options: DuckDbOptions, { replaceStrategy, lockTimeout = 30 }: Settings): Destination {
  const { path, replaceStrategy: given } = options
  const pathOf = (target: DestinationTarget) => resolve(target.localDir, path ?? `${target.pipeline}.duckdb`)
  return {
    name: 'duckdb',
    type: 'dlt.destinations.duckdb',
    capabilities: duckDbCapabilities,
    options: {
      ...(path !== undefined && { path }),
      ...(given !== undefined && { replaceStrategy: given }),
      ...(options.lockTimeout !== undefined && { lockTimeout: String(options.lockTimeout) }),
    },
    location: (target) => `duckdb:///${pathOf(target)}`,
    async configure(reader) {
      const sections = ['destination', 'duckdb']
      return destination(options, {
        replaceStrategy: await readReplaceStrategy(reader, sections, { given, capabilities: duckDbCapabilities }),
        lockTimeout: await readLockTimeout(reader, sections, options.lockTimeout),
      })
    },
    async connect(target, context, { readOnly = false, orEmpty = false } = {}) {
      // The engine is a third of the library: importing it stays quick where nothing is opened.
      const { connectLoader } = await import('./loader.ts')
      return connectLoader(
        {
          path: pathOf(target),
          dataset: target.dataset,
          readOnly,
          orEmpty,
          replaceStrategy,
          waitMs: lockTimeout * 1_000,
        },
        context,
      )
    },
  }
}
