// Prints the path of Deno, whose Jupyter kernel the tests run notebooks with; npm carries it. A hundred megabytes, so it is no
// devDependency that every installation downloads. `node scripts/deno.mjs`. Exits 1 with one line when it cannot be had.
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { madeOnce } from './made-once.mjs'
import { runProgram } from './run-program.mjs'

const VERSION = '2.9.6'

/** The program, downloaded on first use; throws an Error whose message is the reason where it cannot be had. */
export function deno() {
  const folder = madeOnce(`deno-${VERSION}`, (temporary) => {
    process.stderr.write(`Downloading Deno ${VERSION} from npm...\n`)
    const quiet = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error']
    runProgram('npm', ['install', '--prefix', temporary, ...quiet, `deno@${VERSION}`])
  })
  // npm chose the package of this platform.
  const packages = path.join(folder, 'node_modules', '@deno')
  const [platform] = readdirSync(packages)
  if (platform === undefined) throw new Error(`npm has no Deno ${VERSION} for ${process.platform} ${process.arch}`)
  return path.join(packages, platform, process.platform === 'win32' ? 'deno.exe' : 'deno')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(deno())
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
