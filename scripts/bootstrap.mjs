// Runs a script of this repository in a fresh clone: installs what is missing, then hands over to the Node that
// package-lock.json pins. It is read by whatever Node the machine has, so it keeps to plain, old JavaScript.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const OLDEST_NODE = 16
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const bin = path.join(root, 'node_modules', '.bin')
const pinnedNode = path.join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

function stop(line) {
  process.stderr.write(`${line}\n`)
  process.exit(1)
}

function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages
}

// npm writes what it installed to a lock file of its own; comparing the two survives a checkout that touches times.
function isInstalled() {
  const installedLock = path.join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installedLock) || !existsSync(pinnedNode)) return false
  const installed = packagesOf(installedLock)
  const wanted = packagesOf(path.join(root, 'package-lock.json'))
  return Object.keys(wanted).every((place) => {
    if (place === '') return true
    const found = installed[place]
    if (found === undefined) return wanted[place].optional === true || wanted[place].peer === true
    return found.version === wanted[place].version && found.integrity === wanted[place].integrity
  })
}

function install() {
  process.stderr.write('Installing what package-lock.json names (npm ci)...\n')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const result = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (result.error) stop(`tolva: npm could not be started (${result.error.message}); install npm 8 or newer.`)
  if (result.status !== 0)
    stop('tolva: npm ci failed; its message is above. Check the network and run the command again.')
  if (!existsSync(pinnedNode)) {
    stop('tolva: the pinned Node is missing after npm ci; allow install scripts (npm config set ignore-scripts false).')
  }
}

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  stop(`tolva: Node ${OLDEST_NODE} or newer is needed to start; this is Node ${process.versions.node}.`)
}
const script = process.argv[2]
if (script === undefined) stop('usage: node scripts/bootstrap.mjs <script> [arguments]')
if (!isInstalled()) install()

const child = spawnSync(pinnedNode, [path.join(root, script), ...process.argv.slice(3)], {
  cwd: root,
  stdio: 'inherit',
  env: Object.assign({}, process.env, { PATH: bin + path.delimiter + process.env.PATH }),
})
if (child.error) stop(`tolva: the pinned Node could not be started (${child.error.message}).`)
process.exit(child.status === null ? 130 : child.status)
