// Prints the library that gives a process another time; installs Debian's where there is none and we may.
// `node scripts/faketime-library.mjs`. Exits 1 with one line when there is none and none can be had.
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { aptInstall } from './apt-install.mjs'

const FOLDERS = ['/usr/lib', '/usr/local/lib']

/** Absolute path for LD_PRELOAD; throws an Error `no libfaketime` where there is none to be had. */
export function faketimeLibrary() {
  let found = find()
  if (found === undefined && process.platform === 'linux' && aptInstall('libfaketime')) found = find()
  if (found === undefined) throw new Error('no libfaketime')
  return found
}

function find() {
  const folders = FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) => [
    folder,
    ...readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => path.join(folder, entry.name)),
  ])
  return folders.map((folder) => path.join(folder, 'faketime', 'libfaketime.so.1')).find((file) => existsSync(file))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(faketimeLibrary())
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
