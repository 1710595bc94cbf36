import { problemOf } from './ask-rows.ts'
import { type CheckFacts, type CheckResult, type Health, worst } from './check.ts'
import { CHECKS } from './registry.ts'
import { tablesThere } from './tables-there.ts'

/** The answers of all checks, and how it stands over all. */
export interface CheckList {
  readonly checks: readonly CheckResult[]
  readonly health: Health
}

/** Asks all checks, one after the other: they share one database. `noRows` says why there is no dataset to ask. */
export async function runChecks(facts: CheckFacts, noRows?: unknown): Promise<CheckList> {
  const checks: CheckResult[] = []
  let there: ReturnType<typeof tablesThere> | undefined
  const tables = () => {
    there ??= tablesThere(facts)
    return there
  }
  for (const { name, question, needsRows, answer } of CHECKS) {
    facts.signal?.throwIfAborted()
    if (needsRows && facts.dataset === undefined) {
      const problem = noRows === undefined ? {} : { problem: problemOf(noRows) }
      checks.push({ name, question, health: 'unknown', answer: 'Rows were not looked at.', findings: [], ...problem })
      continue
    }
    try {
      checks.push({ name, question, ...(await answer({ ...facts, tables })) })
    } catch (error) {
      facts.signal?.throwIfAborted()
      const problem = problemOf(error)
      const answered = {
        health: 'unknown' as const,
        answer: `It could not be looked at: ${problem.message}`,
        findings: [],
        problem,
      }
      checks.push({ name, question, ...answered })
    }
  }
  return { checks, health: worst(checks.map((one) => one.health)) }
}
