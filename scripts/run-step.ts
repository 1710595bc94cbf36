import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

export interface StepResult {
  readonly name: string
  readonly passed: boolean
}

/** Runs one command in the repository's folder and prints `ok name 1.2 s`, or what it said and `FAILED name`. */
export function runStep(name: string, command: readonly string[]): StepResult {
  const [program = '', ...args] = command
  const start = performance.now()
  const result = spawnSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const passed = result.status === 0
  if (!passed) process.stdout.write(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}\n`)
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${name} ${seconds} s`)
  return { name, passed }
}
