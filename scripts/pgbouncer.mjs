// Finds pgBouncer, with which the tests pool sessions; installs Debian's where there is none and we may.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { aptInstall } from './apt-install.mjs'

/** The program; throws an Error `no pgBouncer` where there is none to be had. */
export function pgBouncer() {
  const found = findProgram()
  if (found !== undefined) return found
  aptInstall('pgbouncer')
  const installed = findProgram()
  if (installed === undefined) throw new Error('no pgBouncer')
  return installed
}

function findProgram() {
  const folders = ['/usr/sbin', ...(process.env.PATH ?? '').split(path.delimiter)]
  return folders.map((folder) => path.join(folder, 'pgbouncer')).find((file) => existsSync(file))
}
