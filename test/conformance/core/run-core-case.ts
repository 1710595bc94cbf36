import { z } from 'zod'
import { type Deviation, deviations } from '../deviations.ts'
import type { PageForm } from './case-source.ts'
import { compareRuns } from './compare-runs.ts'
import { runConfigPathsCase } from './config-checks.ts'
import { readPipelineCase } from './pipeline-case.ts'
import { playCase } from './play-case.ts'
import { recordedSnapshot } from './recorded-snapshot.ts'
import { runVersionHashCase } from './schema-checks.ts'
import type { RunSnapshot } from './snapshot.ts'
import { runUnitCase } from './unit-checks.ts'

export interface CaseOutcome {
  /** Empty: the case passes. */
  readonly differences: readonly string[]
  /** Set where a documented deviation was asserted instead of what was recorded. */
  readonly deviation?: string
}

const caseHead = z.object({ name: z.string(), kind: z.enum(['pipeline', 'unit']) })

/** Runs one core case. An instruction that tolva does not offer yet is a difference that begins with `unsupported`. */
export async function runCoreCase(document: unknown, form: PageForm, signal: AbortSignal): Promise<CaseOutcome> {
  const { name, kind } = caseHead.parse(document)
  if (kind === 'unit') return { differences: unitDifferences(name, document) }
  try {
    const recordedCase = readPipelineCase(document)
    const recorded = recordedCase.results.map(recordedSnapshot)
    const actual = await playCase(recordedCase, form, signal)
    const deviation = deviations.get(name)
    return deviation === undefined
      ? { differences: compareRuns(recorded, actual) }
      : deviationOutcome(deviation, recorded, actual)
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('unsupported')) return { differences: [error.message] }
    throw error
  }
}

function deviationOutcome(
  deviation: Deviation,
  recorded: readonly RunSnapshot[],
  actual: readonly RunSnapshot[],
): CaseOutcome {
  return { differences: deviation.differences(actual, recorded), deviation: deviation.reason }
}

function unitDifferences(name: string, document: unknown): string[] {
  if (name === 'version_hash') return runVersionHashCase(document)
  if (name === 'config_paths') return runConfigPathsCase(document)
  return runUnitCase(name, document)
}
