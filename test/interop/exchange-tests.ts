import { describe, expect, test } from 'vitest'
import { exchange } from './exchange.ts'
import { PATIENCE } from './handover.ts'
import type { MakePlace } from './place.ts'
import { NO_PYTHON } from './python.ts'
import type { Scenario } from './scenario.ts'
import { useDlt } from './use-dlt.ts'

/** Declares a test for each scenario: dlt alone, tolva alone and both in turn leave the same. */
export function exchangeTests(scenarios: readonly Scenario[], place: MakePlace): void {
  const dlt = useDlt()

  describe('dlt alone, tolva alone and both in turn leave the same where a pipeline', () => {
    const named = scenarios.map((scenario) => [scenario.name, scenario] as const)
    test.for(named)('%s', { timeout: PATIENCE }, async ([, scenario], { skip }) => {
      const process = dlt()
      if (process === undefined) return skip(NO_PYTHON)
      const differences = await exchange(scenario, place, process)
      expect(differences, differences.join('\n')).toEqual([])
    })
  })
}
