// Builds dist/ anew: plain tsc, one module of JavaScript and one of types a source file.
import { rmSync } from 'node:fs'
import { runStep } from './run-step.ts'

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true })
process.exitCode = runStep('build', ['tsc', '-p', 'tsconfig.build.json']).passed ? 0 : 1
