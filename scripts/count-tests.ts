import type { TestCase, TestModule } from 'vitest/node'

export interface TestCounts {
  readonly passed: number
  /** What failed, with the first line of why: tests, hooks, files that cannot be loaded, stray errors. */
  readonly failures: readonly string[]
  /** Reason → number of tests that it kept from running. */
  readonly skipped: ReadonlyMap<string, number>
}

/** What a run of Vitest came to. */
export function countTests(modules: readonly TestModule[], strayErrors: readonly unknown[]): TestCounts {
  const tests = modules.flatMap((module) => [...module.children.allTests()])
  const skipped = new Map<string, number>()
  for (const test of tests) {
    const reason = whySkipped(test)
    if (reason !== undefined) skipped.set(reason, (skipped.get(reason) ?? 0) + 1)
  }
  return {
    passed: tests.filter((test) => test.result().state === 'passed').length,
    failures: [
      ...tests.flatMap((test) => {
        const { state, errors = [] } = test.result()
        return state === 'failed' ? [`${test.module.relativeModuleId} > ${test.fullName}: ${firstLine(errors[0])}`] : []
      }),
      // Of hooks, which keep all tests of their suite or file from running, and of files that cannot be loaded.
      ...modules.flatMap((module) =>
        [module, ...module.children.allSuites()].flatMap((suite) =>
          suite.errors().map((error) => `${module.relativeModuleId}: ${firstLine(error)}`),
        ),
      ),
      ...strayErrors.map((error) => `outside of the tests: ${firstLine(error)}`),
    ],
    skipped,
  }
}

function whySkipped(test: TestCase): string | undefined {
  const result = test.result()
  if (result.state === 'passed' || result.state === 'failed') return undefined
  return (result.state === 'skipped' && result.note) || `no reason given, in ${test.module.relativeModuleId}`
}

function firstLine(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error
  return String(message).split('\n', 1)[0] ?? ''
}
