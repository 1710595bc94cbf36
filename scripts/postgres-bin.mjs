// Prints the folder of PostgreSQL's server programs with which the tests compare; installs Debian's where there is none
// and we may. `node scripts/postgres-bin.mjs`. Exits 1 with one line when there is none and none can be had.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const SYSTEM = '/usr/lib/postgresql'
const OLDEST = 15
const SHOWN = 2000

/** The folder that holds `initdb` and `postgres` 15 or newer; throws an Error `no PostgreSQL` where there is none to be had. */
export function postgresBin() {
  const found = findBin()
  if (found !== undefined) return found
  if (process.getuid?.() === 0 && works('apt-get')) {
    process.stderr.write('Installing postgresql with apt-get...\n')
    run('apt-get', ['update', '-qq'])
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'postgresql'])
  }
  const installed = findBin()
  if (installed === undefined) throw new Error('no PostgreSQL')
  return installed
}

function findBin() {
  const versions = existsSync(SYSTEM) ? readdirSync(SYSTEM).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => path.join(SYSTEM, version, 'bin')),
    ...(process.env.PATH ?? '').split(path.delimiter),
  ]
  return folders.find((folder) => existsSync(path.join(folder, 'initdb')) && isNewEnough(path.join(folder, 'postgres')))
}

function isNewEnough(program) {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' })
  return status === 0 && Number(/ (\d+)/.exec(stdout)?.[1]) >= OLDEST
}

function works(program) {
  return spawnSync(program, ['--version']).status === 0
}

function run(program, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const result = spawnSync(program, args, { encoding: 'utf8', env })
  if (result.status !== 0) {
    throw new Error(`${program} ${args.join(' ')} failed: ${`${result.stderr}`.slice(-SHOWN)}`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(postgresBin())
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
