import type { StepResult } from './run-step.ts'
import type { TestCounts } from './run-tests.ts'

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
  const passed = tests.passed + steps.filter((step) => step.passed).length
  let failed = tests.failed + steps.filter((step) => !step.passed).length
  if (tests.passed === 0) {
    console.log('no test ran')
    failed += 1
  }
  for (const step of steps.filter((step) => !step.passed)) console.log(`failed: ${step.name}`)
  if (noSkips) failed += skipped
  console.log(`${passed} passed, ${failed} failed${skipped > 0 && !noSkips ? `, ${skipped} skipped` : ''}`)
  process.exit(failed === 0 ? 0 : 1)
}
