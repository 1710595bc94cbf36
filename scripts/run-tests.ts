import type { TestModule } from 'vitest/node'
import { startVitest } from 'vitest/node'
import { countTests, type TestCounts } from './count-tests.ts'

export interface TestSelection {
  /** A Vitest configuration, from the repository's folder. Default `vitest.config.ts`. */
  readonly config?: string
  /** Parts of file names; none: all. */
  readonly files?: readonly string[]
}

/** Runs every Vitest test of a configuration. A file that cannot be loaded and a stray error count as failed. */
export async function runTests({ config, files = [] }: TestSelection = {}): Promise<TestCounts> {
  let counts: TestCounts = { passed: 0, failures: [], skipped: new Map() }
  const counter = {
    onTestRunEnd(modules: readonly TestModule[], strayErrors: readonly unknown[]) {
      counts = countTests(modules, strayErrors)
    },
  }
  const vitest = await startVitest('test', [...files], {
    run: true,
    watch: false,
    reporters: ['default', counter],
    ...(config !== undefined && { config }),
  })
  await vitest?.close()
  return counts
}
