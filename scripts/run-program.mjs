import { spawnSync } from 'node:child_process'

const SHOWN = 2000

/** Runs a program to its end and returns what it wrote; throws an Error with the end of what it said where it fails. */
export function runProgram(program, args, options = {}) {
  const result = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26, ...options })
  if (result.status === 0) return result.stdout
  const said = result.error?.message ?? `${result.stderr}`.slice(-SHOWN)
  throw new Error(`${program} ${args.slice(0, 3).join(' ')} failed: ${said}`)
}
