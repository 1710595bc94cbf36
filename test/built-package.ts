import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '..')
const ENTRY = path.join(ROOT, 'dist', 'index.js')

/**
 * Builds `dist/` where a file of `src/` is newer; `npm test` has built it before any test runs, and the heavy
 * tests have this as a setup of all: two at once would build into one folder.
 */
export function setup(): void {
  const times = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).map(
    (name) => statSync(path.join(ROOT, 'src', name)).mtimeMs,
  )
  const newest = times.reduce((latest, time) => Math.max(latest, time), 0)
  if (existsSync(ENTRY) && statSync(ENTRY).mtimeMs >= newest) return
  execFileSync(process.execPath, ['scripts/build.ts'], { cwd: ROOT })
}

/** The command line as the package has it: it starts in half the time of the source's. */
export const BUILT_PROGRAM = path.join(ROOT, 'dist', 'cli', 'main.js')
