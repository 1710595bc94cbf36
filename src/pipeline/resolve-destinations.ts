import type { TracedConfigReader } from '../config/resolve.ts'
import type { Destination } from '../contracts/destination.ts'
import { stagedDestination } from './staged-destination.ts'

/** Where a pipeline loads to, and where its job files lie meanwhile. */
export interface Destinations {
  readonly destination: Destination
  /** undefined: the destination reads job files where they are written. */
  readonly staging: Destination | undefined
}

export interface DestinationsWiring {
  /** `options`: of a destination to which the configuration gives a name. */
  resolveDestination: ResolveNamed
  /** Absent: as a destination. */
  resolveStaging?: ResolveNamed
}

type ResolveNamed = (type: string, options?: { readonly name: string }) => Promise<Destination>

/**
 * The destination of a pipeline with what the configuration says of it and of its staging.
 * @throws ConfigError, those of `stagedDestination` among them.
 */
export async function resolveDestinations(
  given: { readonly destination: string | Destination; readonly staging?: string | Destination | undefined },
  reader: TracedConfigReader,
  wiring: DestinationsWiring,
): Promise<Destinations> {
  const destination = await configured(given.destination, reader, wiring.resolveDestination)
  if (given.staging === undefined) return { destination, staging: undefined }
  const staging = await configured(given.staging, reader, wiring.resolveStaging ?? wiring.resolveDestination)
  return { destination: stagedDestination(destination, staging), staging }
}

async function configured(
  given: string | Destination,
  reader: TracedConfigReader,
  resolveNamed: ResolveNamed,
): Promise<Destination> {
  const made = typeof given === 'string' ? await named(given, reader, resolveNamed) : given
  return made.configure === undefined ? made : made.configure(reader)
}

/** As in dlt a name is looked for in the configuration first: `[destination.lake] destination_type = "filesystem"`. */
async function named(name: string, reader: TracedConfigReader, resolveNamed: ResolveNamed): Promise<Destination> {
  if (name.includes('.')) return resolveNamed(name)
  const request = { sections: ['destination', name], field: 'destination_type', secret: false, required: false }
  const type = await reader.read({ ...request, exact: true })
  return type === undefined ? resolveNamed(name) : resolveNamed(String(type), { name })
}
