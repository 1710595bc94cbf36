// The whole check: types, lint, build, package, tests. The last line is `N passed, N failed`, to which
// `, N skipped` is added where something could not run. `--no-skips` counts what was skipped as failed.
import { runStep } from './run-step.ts'
import { runTests } from './run-tests.ts'

const noSkips = process.argv.includes('--no-skips')
const steps = [
  runStep('types', ['tsc', '-p', '.']),
  runStep('lint', ['biome', 'check', '--error-on-warnings', '.']),
  runStep('build', [process.execPath, 'scripts/build.ts']),
  runStep('publint', ['publint', 'run', '--strict', '.']),
  runStep('attw', ['attw', '--pack', '.', '--profile', 'esm-only']),
  runStep('knip', ['knip']),
]
const tests = await runTests()

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
