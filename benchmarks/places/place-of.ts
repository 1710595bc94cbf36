import { duckDbPlace } from './duckdb-place.ts'
import { filesystemPlace } from './filesystem-place.ts'
import type { Place } from './place.ts'
import { postgresPlace } from './postgres-place.ts'

const PLACES: Readonly<Record<string, () => Place | Promise<Place>>> = {
  duckdb: duckDbPlace,
  postgres: postgresPlace,
  filesystem: filesystemPlace,
}

/** The place that contenders load into, by the name of its destination. */
export async function placeOf(destination: string): Promise<Place> {
  const make = PLACES[destination]
  if (make === undefined)
    throw new Error(`unknown destination ${destination}; there are ${Object.keys(PLACES).join(', ')}`)
  return make()
}
