import type { CaseInput, CaseRun } from '../conformance/core/pipeline-case.ts'

/** What both tools are to do, run by run, in the language of the recorded cases. */
export interface Scenario {
  /** A sentence: what is done. */
  readonly name: string
  readonly input: Partial<Omit<CaseInput, 'runs'>> & { readonly runs: readonly CaseRun[] }
}

/** A scenario whose runs load one resource `t` each time. */
export function loadsOf(
  name: string,
  hints: NonNullable<CaseRun['resources']>[number]['hints'],
  runs: readonly (readonly unknown[])[],
): Scenario {
  return { name, input: { runs: runs.map((data) => ({ resources: [{ name: 't', data, ...(hints && { hints }) }] })) } }
}

/** A scenario as the JSON text that both tools read. */
export const scenarioText = (scenario: Scenario): string => JSON.stringify(scenario)
