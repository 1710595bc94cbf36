import type { TestModule } from 'vitest/node'
import { startVitest } from 'vitest/node'

export interface TestCounts {
  readonly passed: number
  readonly failed: number
  /** Reason → number of tests that it kept from running. */
  readonly skipped: ReadonlyMap<string, number>
}

export interface TestSelection {
  /** A Vitest configuration, from the repository's folder. Default `vitest.config.ts`. */
  readonly config?: string
  /** Parts of file names; none: all. */
  readonly files?: readonly string[]
}

/** Runs every Vitest test of a configuration. A file that cannot be loaded and a stray error count as failed. */
export async function runTests({ config, files = [] }: TestSelection = {}): Promise<TestCounts> {
  let passed = 0
  let failed = 0
  const skipped = new Map<string, number>()
  const counter = {
    onTestRunEnd(modules: readonly TestModule[], strayErrors: readonly unknown[]) {
      failed += strayErrors.length
      for (const module of modules) {
        failed += module.errors().length
        for (const test of module.children.allTests()) {
          const result = test.result()
          if (result.state === 'passed') passed += 1
          else if (result.state === 'failed') failed += 1
          else {
            const reason = (result.state === 'skipped' && result.note) || `no reason given: ${test.fullName}`
            skipped.set(reason, (skipped.get(reason) ?? 0) + 1)
          }
        }
      }
    },
  }
  const vitest = await startVitest('test', [...files], {
    run: true,
    watch: false,
    reporters: ['default', counter],
    ...(config !== undefined && { config }),
  })
  await vitest?.close()
  return { passed, failed, skipped }
}
