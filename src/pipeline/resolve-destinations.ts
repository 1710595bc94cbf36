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
  resolveDestination(name: string): Promise<Destination>
  /** Absent: as a destination. */
  resolveStaging?(name: string): Promise<Destination>
}

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
  resolveNamed: (name: string) => Promise<Destination>,
): Promise<Destination> {
  const made = typeof given === 'string' ? await resolveNamed(given) : given
  return made.configure === undefined ? made : made.configure(reader)
}
