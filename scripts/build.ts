// Builds dist/ anew: the types a module each, the JavaScript bundled, the dashboard's page. Writes the JSON Schema anew too.
import { rmSync } from 'node:fs'
import { runStep } from './run-step.ts'

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true })
const steps = [
  runStep('types', ['tsc', '-p', 'tsconfig.build.json']),
  runStep('bundle', [process.execPath, 'scripts/bundle.ts']),
  runStep('page', ['vite', 'build', 'dashboard', '--logLevel', 'warn']),
  runStep('reports', ['vite', 'build', '-c', 'dashboard/chart-parts/vite.config.ts', '--logLevel', 'warn']),
  runStep('schema', [process.execPath, 'scripts/build-rest-schema.ts']),
  runStep('schema of toolkits', [process.execPath, 'scripts/build-toolkit-schema.ts']),
]
process.exitCode = steps.every((step) => step.passed) ? 0 : 1
