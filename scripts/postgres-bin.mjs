// Prints the folder of PostgreSQL's server programs with which the tests compare; installs Debian's where there is none
// and we may. `node scripts/postgres-bin.mjs`. Exits 1 with one line when there is none and none can be had.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { aptInstall } from './apt-install.mjs'

const SYSTEM = '/usr/lib/postgresql'
const OLDEST = 15

/** The folder that holds `initdb` and `postgres` 15 or newer; throws an Error `no PostgreSQL` where there is none to be had. */
export function postgresBin() {
  const found = findBin()
  if (found !== undefined) return found
  aptInstall('postgresql')
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(postgresBin())
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
