// The whole check: types, lint, build, package, tests. The last line is `N passed, N failed`, to which
// `, N skipped` is added where something could not run. `--no-skips` counts what was skipped as failed.
import { printSummary } from './print-summary.ts'
import { runStep } from './run-step.ts'
import { runTests } from './run-tests.ts'
import { bringPrograms } from './test-programs.mjs'

const noSkips = process.argv.includes('--no-skips')
const steps = [
  runStep('types', ['tsc', '-p', '.']),
  runStep('types of the page', ['tsc', '-p', 'dashboard']),
  runStep('lint', ['biome', 'check', '--error-on-warnings', '.']),
  runStep('build', [process.execPath, 'scripts/build.ts']),
  runStep('publint', ['publint', 'run', '--strict', '.']),
  runStep('attw', ['attw', '--pack', '.', '--profile', 'esm-only']),
  runStep('knip', ['knip']),
]
bringPrograms()
const tests = await runTests()

printSummary({ tests, steps, noSkips })
