import type { TestCounts } from './count-tests.ts'
import type { StepResult } from './run-step.ts'

/**
 * Prints what was left out and what failed, at the end `N passed, N failed` (and `, N skipped`), and sets the exit code. No test that
 * ran is a failure; with `noSkips` so is each that did not.
 */
export function printSummary(outcome: {
  readonly tests: TestCounts
  readonly steps: readonly StepResult[]
  readonly noSkips: boolean
}): void {
  const { tests, steps, noSkips } = outcome
  let skipped = 0
  for (const [reason, count] of tests.skipped) {
    console.log(`skipped: ${reason} (${count} ${count === 1 ? 'test' : 'tests'})`)
    skipped += count
  }
  const failures = [
    ...tests.failures,
    ...steps.filter((step) => !step.passed).map((step) => step.name),
    ...(tests.passed === 0 ? ['no test ran'] : []),
  ]
  // Last, as a long output may be shown from its end.
  for (const failure of failures) console.log(`failed: ${failure}`)
  const passed = tests.passed + steps.filter((step) => step.passed).length
  const failed = failures.length + (noSkips ? skipped : 0)
  console.log(`${passed} passed, ${failed} failed${skipped > 0 && !noSkips ? `, ${skipped} skipped` : ''}`)
  process.exit(failed === 0 ? 0 : 1)
}
