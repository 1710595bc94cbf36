import { compareRuns } from '../conformance/core/compare-runs.ts'
import type { DltProcess } from './dlt-process.ts'
import { handover, type Tool } from './handover.ts'
import { liveReference } from './live-reference.ts'
import type { MakePlace } from './place.ts'
import { type Scenario, scenarioText } from './scenario.ts'

const TURNS: readonly (readonly Tool[])[] = [['tolva'], ['dlt', 'tolva'], ['tolva', 'dlt']]

/** Plays a scenario with dlt alone, with tolva alone and with both in turn; returns in what they differ from dlt alone. */
export async function exchange(scenario: Scenario, place: MakePlace, dlt: DltProcess): Promise<string[]> {
  const play = (tools: readonly Tool[]) => handover({ scenario: scenarioText(scenario), tools, place }, dlt)
  const alone = await play(['dlt'])
  const others = []
  for (const tools of TURNS) others.push({ tools, runs: await play(tools) })
  const reference = liveReference(
    alone,
    others.map(({ runs }) => runs),
  )
  return others.flatMap(({ tools, runs }) =>
    compareRuns(reference, runs).map((line) => `${tools.join(', then ')}: ${line}`),
  )
}
