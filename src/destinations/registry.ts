import type { Capabilities, ReplaceStrategy } from '../capabilities/capabilities.ts'
import type { Destination } from '../contracts/destination.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { duckDbCapabilities } from './duckdb/capabilities.ts'
import type { DuckDbOptions } from './duckdb/index.ts'
import { checkReplaceStrategy } from './replace-strategy.ts'

const PLANNED = ['snowflake', 'bigquery', 'databricks'] as const

const DESTINATIONS: Readonly<Record<string, (options: DestinationOptions) => Promise<Destination>>> = {
  duckdb: async (options) => (await import('./duckdb/index.ts')).duckdb(duckDbOptions(options)),
  postgres: async (options) => {
    const { optionsOf } = await import('./postgres/stored-options.ts')
    return (await import('./postgres/index.ts')).postgres(optionsOf(options))
  },
  filesystem: async (options) => {
    const { optionsFrom } = await import('./filesystem/stored-options.ts')
    return (await import('./filesystem/index.ts')).filesystem(optionsFrom(options))
  },
  redshift: async (options) => {
    const { optionsOf } = await import('./redshift/stored-options.ts')
    return (await import('./redshift/index.ts')).redshift(optionsOf(options))
  },
}

/** Options as a pipeline's state keeps them: texts, and nothing secret. */
export type DestinationOptions = Readonly<Record<string, string>>

/** Names that `resolveDestination` knows how to make. */
export const DESTINATION_NAMES: readonly string[] = Object.keys(DESTINATIONS)

/**
 * The destination of that name; nothing of it is loaded before it is asked for. dlt's `dlt.destinations.duckdb` is `duckdb`.
 * @throws ConfigError code `destination_planned` or `unknown_destination`.
 */
export async function resolveDestination(name: string, options: DestinationOptions = {}): Promise<Destination> {
  const short = name.replace(/^dlt\.destinations\./, '')
  const make = Object.hasOwn(DESTINATIONS, short) ? DESTINATIONS[short] : undefined
  if (make) return make(options)
  const known = `Use one of: ${DESTINATION_NAMES.join(', ')}.`
  if (PLANNED.some((planned) => planned === short)) {
    throw new ConfigError(`the destination ${short} is planned, not there yet`, {
      code: 'destination_planned',
      hint: known,
    })
  }
  throw new ConfigError(`there is no destination ${JSON.stringify(name)}`, {
    code: 'unknown_destination',
    hint: `${known} A name of your own needs destination_type under [destination.${short}].`,
  })
}

function duckDbOptions({ name, path, replaceStrategy, lockTimeout }: DestinationOptions): DuckDbOptions {
  return {
    ...(name !== undefined && { name }),
    ...(path !== undefined && { path }),
    ...lockOption(lockTimeout),
    ...replaceOption(replaceStrategy, duckDbCapabilities),
  }
}

function lockOption(seconds: string | undefined): { lockTimeout?: number } {
  return seconds === undefined ? {} : { lockTimeout: Number(seconds) }
}

function replaceOption(name: string | undefined, capabilities: Capabilities): { replaceStrategy?: ReplaceStrategy } {
  const replaceStrategy = checkReplaceStrategy(name, capabilities)
  return replaceStrategy === undefined ? {} : { replaceStrategy }
}
