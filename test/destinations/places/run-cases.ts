import { describe, test } from 'vitest'
import { type DestinationPlace, destinationCases } from '../../../src/testing/index.ts'
import { useSuite } from './use-suite.ts'

/** Makes a test of each case that a place must pass. */
export function runCases(place: DestinationPlace): void {
  describe(place.name, () => {
    const suite = useSuite(place)
    for (const { name, timeoutMs, run } of destinationCases(place)) test(name, () => run(suite()), timeoutMs)
  })
}
