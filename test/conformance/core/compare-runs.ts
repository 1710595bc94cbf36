import { compareRun } from './compare.ts'
import type { RunSnapshot } from './snapshot.ts'

/** Differences of all runs, each led by its number where there are several. */
export function compareRuns(recorded: readonly RunSnapshot[], actual: readonly RunSnapshot[]): string[] {
  const found = recorded.length === actual.length ? [] : [`${recorded.length} runs recorded, ${actual.length} now`]
  for (const [index, run] of recorded.entries()) {
    const other = actual[index]
    if (other === undefined) continue
    const lead = recorded.length > 1 ? `run ${index + 1}: ` : ''
    found.push(...compareRun(run, other).map((line) => lead + line))
  }
  return found
}
