// Prints the path of Chromium, in which the tests drive the dashboard; installs Debian's where there is none and we may.
// `node scripts/chromium.mjs`. Exits 1 with one line when there is none and none can be had.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { aptInstall } from './apt-install.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const FOLDERS = ['/usr/bin', ...(process.env.PATH ?? '').split(path.delimiter)]

/** The program; throws an Error `no Chromium` where there is none to be had. `TOLVA_TEST_CHROMIUM` names another one. */
export function chromium() {
  const found = find()
  if (found !== undefined) return found
  // A font: without one every page is a page of boxes.
  aptInstall('chromium', 'fonts-dejavu-core')
  const installed = find()
  if (installed === undefined) throw new Error('no Chromium')
  return installed
}

function find() {
  const asked = process.env.TOLVA_TEST_CHROMIUM
  if (asked !== undefined) return asked
  return NAMES.flatMap((name) => FOLDERS.map((folder) => path.join(folder, name))).find((file) => existsSync(file))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(chromium())
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
