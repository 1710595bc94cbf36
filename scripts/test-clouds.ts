// Tests against servers that stand in for clouds, and those that take long (`*.heavy.test.ts`). The last line is `N passed, N failed`;
// `--no-skips` counts what was skipped as failed; other arguments are parts of the names of files to run.
import { printSummary } from './print-summary.ts'
import { runTests } from './run-tests.ts'
import { bringPrograms } from './test-programs.mjs'

const noSkips = process.argv.includes('--no-skips')
const files = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
bringPrograms({ heavy: true })
const tests = await runTests({ config: 'test/clouds/vitest.config.ts', files })
printSummary({ tests, steps: [], noSkips })
