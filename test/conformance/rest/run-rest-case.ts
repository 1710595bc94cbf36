import { compareResources, compareRestRun } from './compare-rest-run.ts'
import { deviations } from './deviations.ts'
import { startMockServer } from './mock-server.ts'
import { type ActualRun, playRestCase } from './play-rest-case.ts'
import { type RestCase, restCase } from './rest-case.ts'

/**
 * Runs one recorded case against a server on this machine. No differences: it passes. Where it differs and the difference is a
 * documented deviation whose own outcome holds, `deviation` says why.
 */
export async function runRestCase(doc: unknown): Promise<{ differences: string[]; deviation?: string }> {
  const parsed = restCase.parse(doc)
  const actual = await playRuns(parsed)
  const expected = parsed.runs ?? [parsed]
  const differences = [
    ...(actual[0] === undefined ? [] : compareResources(parsed, actual[0])),
    ...expected.flatMap((run, index) => {
      const now = actual[index]
      const found = now === undefined ? ['the run is missing'] : compareRestRun(run, now, parsed)
      return expected.length === 1 ? found : found.map((line) => `run ${index + 1}: ${line}`)
    }),
  ]
  if (differences.length === 0) return { differences }
  const deviation = deviations.get(parsed.name)
  if (deviation !== undefined && actual[0] !== undefined) {
    const own = deviation.differences(actual[0])
    return own.length === 0 ? { differences: [], deviation: deviation.reason } : { differences: [...own] }
  }
  // Cases that look accidental in the original and are not in this repository.
  return parsed.quirk
    ? { differences: [], deviation: `an oddity that is not copied: ${differences[0]}` }
    : { differences }
}

async function playRuns(doc: RestCase): Promise<readonly ActualRun[]> {
  const server = await startMockServer({ ...doc.server })
  try {
    const states = new Map<string, Record<string, unknown>>()
    const played: ActualRun[] = []
    for (const _ of doc.runs ?? [doc]) played.push(await playRestCase(doc, server, states))
    return played
  } finally {
    await server.close()
  }
}
