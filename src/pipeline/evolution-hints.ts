import type { EvolutionHints } from '../contracts/resource.ts'

/** What several places say of evolution, the later over the earlier; nothing else of them. */
export function evolutionHints(...places: readonly EvolutionHints[]): EvolutionHints {
  const schemaContract = places.findLast((place) => place.schemaContract !== undefined)?.schemaContract
  const quarantine = places.findLast((place) => place.quarantine !== undefined)?.quarantine
  const widen = places.findLast((place) => place.widen !== undefined)?.widen
  return {
    ...(schemaContract !== undefined && { schemaContract }),
    ...(widen !== undefined && { widen }),
    ...(quarantine !== undefined && { quarantine }),
  }
}
