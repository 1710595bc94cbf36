// Installs packages of Debian where the tests compare with, or need, a program that is not there and we may.
import { spawnSync } from 'node:child_process'
import { pause } from './pause.mjs'

const SHOWN = 2000
/** Another process may be installing something else; only one of apt's locks can be waited for by itself. */
const LOCK_WAIT_MS = 180_000
const LOCK_LOOK_MS = 1000

/** True once they are installed; false where there is no apt-get, or this user may not use it. Throws where it fails. */
export function aptInstall(...packages) {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return false
  process.stderr.write(`Installing ${packages.join(' ')} with apt-get...\n`)
  const update = run(['update', '-qq'])
  const install = run(['install', '-y', '-qq', '--no-install-recommends', ...packages])
  // Lists that could not be renewed may do.
  if (install.status === 0) return true
  const said = [update, install].flatMap(({ status, stderr }) => (status === 0 ? [] : [stderr.slice(-SHOWN)]))
  throw new Error(`apt-get install ${packages.join(' ')} failed: ${said.join('\n')}`)
}

function run(args) {
  const options = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=3']
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const end = Date.now() + LOCK_WAIT_MS; ; ) {
    const result = spawnSync('apt-get', [...options, ...args], { encoding: 'utf8', env })
    const isLocked = result.status !== 0 && /could not get lock|unable to lock/i.test(`${result.stderr}`)
    if (!isLocked || Date.now() > end) return { status: result.status, stderr: `${result.stderr}` }
    pause(LOCK_LOOK_MS)
  }
}
