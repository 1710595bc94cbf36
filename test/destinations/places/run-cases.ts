import { describe, test } from 'vitest'
import { type DestinationPlace, destinationCases } from '../../../src/testing/index.ts'
import { useSuite } from './use-suite.ts'

/**
 * Makes a test of each case that a place must pass.
 * @param options.faults false: not of loads that break, which another way to the same place or another file has shown; `only`: of
 * nothing else. Default true.
 */
export function runCases(place: DestinationPlace, options: { readonly faults?: boolean | 'only' } = {}): void {
  const { faults = true } = options
  const others = new Set(destinationCases(place, { faults: false }).map(({ name }) => name))
  const cases = destinationCases(place, { faults: faults !== false })
  describe(place.name, () => {
    const suite = useSuite(place)
    for (const { name, timeoutMs, run } of cases) {
      if (faults !== 'only' || !others.has(name)) test(name, () => run(suite()), timeoutMs)
    }
  })
}
