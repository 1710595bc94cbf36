import { describe, test } from 'vitest'
import { type DestinationPlace, destinationCases } from '../../../src/testing/index.ts'
import { useSuite } from './use-suite.ts'

/**
 * Makes a test of each case that a place must pass.
 * @param options.faults false: not of loads that break, which another way to the same place has shown. Default true.
 */
export function runCases(place: DestinationPlace, options: { readonly faults?: boolean } = {}): void {
  describe(place.name, () => {
    const suite = useSuite(place)
    for (const { name, timeoutMs, run } of destinationCases(place, options)) test(name, () => run(suite()), timeoutMs)
  })
}
