import { resolve } from 'node:path'
import type { ReplaceStrategy } from '../../capabilities/capabilities.ts'
import type { TracedConfigReader } from '../../config/resolve.ts'
import type { Destination, DestinationTarget } from '../../contracts/destination.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { checkLockTimeout, readLockTimeout } from '../lock-timeout.ts'
import { checkReplaceStrategy, readReplaceStrategy } from '../replace-strategy.ts'
import { duckDbCapabilities } from './capabilities.ts'

export interface DuckDbOptions {
  /**
   * The database file. Default: `destination.duckdb.credentials` of the configuration, else `<pipeline>.duckdb`, or `<name>.duckdb`
   * where a name is given, in the folder of local files, to which a relative path belongs too.
   */
  readonly path?: string
  /** Tells several files apart: its configuration stands under `destination.<name>`. Default `duckdb`. */
  readonly name?: string
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
  checkFile(given.path)
  checkReplaceStrategy(given.replaceStrategy, duckDbCapabilities)
  checkLockTimeout(given.lockTimeout)
  return destination(given, given)
}

interface Settings {
  readonly path?: string | undefined
  readonly replaceStrategy?: ReplaceStrategy | undefined
  readonly lockTimeout?: number | undefined
}

function destination(options: DuckDbOptions, { path, replaceStrategy, lockTimeout = 30 }: Settings): Destination {
  const { name, replaceStrategy: given } = options
  const pathOf = (target: DestinationTarget) => resolve(target.localDir, path ?? `${name ?? target.pipeline}.duckdb`)
  return {
    name: name ?? 'duckdb',
    type: 'dlt.destinations.duckdb',
    capabilities: duckDbCapabilities,
    options: {
      ...(name !== undefined && { name }),
      ...(options.path !== undefined && { path: options.path }),
      ...(given !== undefined && { replaceStrategy: given }),
      ...(options.lockTimeout !== undefined && { lockTimeout: String(options.lockTimeout) }),
    },
    location: (target) => `duckdb:///${pathOf(target)}`,
    async configure(reader) {
      const sections = ['destination', name ?? 'duckdb']
      return destination(options, {
        path: options.path ?? (await configuredFile(reader, sections)),
        replaceStrategy: await readReplaceStrategy(reader, sections, { given, capabilities: duckDbCapabilities }),
        lockTimeout: await readLockTimeout(reader, sections, options.lockTimeout),
      })
    },
    async connect(target, context, { readOnly = false, orEmpty = false, sealed } = {}) {
      // The engine is a third of the library: importing it stays quick where nothing is opened.
      const { connectLoader } = await import('./loader.ts')
      return connectLoader(
        {
          path: pathOf(target),
          dataset: target.dataset,
          readOnly,
          orEmpty,
          replaceStrategy,
          sealed: sealed !== undefined,
          waitMs: sealed?.waitMs ?? lockTimeout * 1_000,
        },
        context,
      )
    },
  }
}

/** dlt's place: `credentials` as a path, as `duckdb:///path`, or as a table with `database`. */
async function configuredFile(reader: TracedConfigReader, sections: readonly string[]): Promise<string | undefined> {
  const request = { sections, secret: false, required: false }
  const whole = await reader.read({ ...request, field: 'credentials' })
  const text =
    typeof whole === 'string' ? whole : await reader.read({ ...request, embedded: ['credentials'], field: 'database' })
  return text === undefined ? undefined : checkFile(String(text).replace(/^duckdb:(\/\/\/)?/, ''))
}

function checkFile(path: string | undefined): string | undefined {
  if (path === undefined || (path !== '' && !path.startsWith(':') && !path.startsWith('md:'))) return path
  throw new ConfigError('a DuckDB destination needs a file: what is in memory is gone when the load closes it', {
    code: 'duckdb_needs_a_file',
    hint: "Give a path: duckdb({ path: 'data.duckdb' }).",
  })
}
