// Builds dist/ anew: plain tsc, one module of JavaScript and one of types a source file. Writes the JSON Schema anew too.
import { rmSync } from 'node:fs'
import { runStep } from './run-step.ts'

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true })
const steps = [
  runStep('build', ['tsc', '-p', 'tsconfig.build.json']),
  runStep('schema', [process.execPath, 'scripts/build-rest-schema.ts']),
]
process.exitCode = steps.every((step) => step.passed) ? 0 : 1
