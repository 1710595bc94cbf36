import type { Destination } from '../contracts/destination.ts'
import { ConfigError } from '../errors/tolva-error.ts'

const PLANNED = ['postgres', 'redshift', 'snowflake', 'bigquery', 'databricks', 'filesystem'] as const

const DESTINATIONS: Readonly<Record<string, (options: DestinationOptions) => Promise<Destination>>> = {
  duckdb: async (options) => (await import('./duckdb/index.ts')).duckdb(options),
}

export interface DestinationOptions {
  /** Of file databases: the file. */
  readonly path?: string
}

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
  throw new ConfigError(`there is no destination ${JSON.stringify(name)}`, { code: 'unknown_destination', hint: known })
}
