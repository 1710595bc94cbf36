import { dispositionCases } from './cases/dispositions.ts'
import { evolutionCases } from './cases/evolution.ts'
import { faultCases } from './cases/faults.ts'
import { loadCases } from './cases/loads.ts'
import { nameCases } from './cases/names.ts'
import { readingCases } from './cases/reading.ts'
import { stateCases } from './cases/states.ts'
import { valueCases } from './cases/values.ts'
import type { SuiteAbilities, SuiteCase } from './suite-case.ts'

/**
 * All that is asked of a destination with these abilities, for any test runner.
 * @param options.faults false: without loads that break, where another way to the same place is held to them. Default true.
 *
 * @example
 * const suite = await openSuite(place)
 * for (const { name, timeoutMs, run } of destinationCases(place)) test(name, () => run(suite), timeoutMs)
 */
export function destinationCases(
  abilities: SuiteAbilities,
  { faults = true }: { readonly faults?: boolean } = {},
): readonly SuiteCase[] {
  return [
    ...valueCases(abilities),
    ...nameCases(abilities),
    ...dispositionCases(abilities),
    ...evolutionCases(abilities),
    ...loadCases(),
    ...stateCases(),
    ...readingCases(),
    ...(faults ? faultCases(abilities) : []),
  ]
}
