// Installs packages of Debian where the tests compare with, or need, a program that is not there and we may.
import { spawnSync } from 'node:child_process'

const SHOWN = 2000

/** True once they are installed; false where there is no apt-get, or this user may not use it. Throws where it fails. */
export function aptInstall(...packages) {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return false
  process.stderr.write(`Installing ${packages.join(' ')} with apt-get...\n`)
  run(['update', '-qq'])
  run(['install', '-y', '-qq', '--no-install-recommends', ...packages])
  return true
}

function run(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  // Another test process may be installing something else.
  const result = spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], { encoding: 'utf8', env })
  if (result.status !== 0) {
    throw new Error(`apt-get ${args.join(' ')} failed: ${`${result.stderr}`.slice(-SHOWN)}`)
  }
}
