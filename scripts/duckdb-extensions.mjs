// Brings extensions of DuckDB here from PyPI, which has them for the version that package.json pins, so that no test goes to
// the network for them. `node scripts/duckdb-extensions.mjs httpfs azure` prints the folder for TOLVA_DUCKDB_EXTENSIONS.
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { unpacked } from './from-pypi.mjs'
import { CACHE } from './made-once.mjs'

const VERSION = '1.5.5'

/** The folder that `TOLVA_DUCKDB_EXTENSIONS` names in tests. */
export const EXTENSIONS = path.join(CACHE, 'duckdb-extensions')

/** Brings these extensions into `EXTENSIONS`. Throws an Error where one cannot be had. */
export function duckDbExtensions(...names) {
  for (const name of names) {
    const system = process.platform === 'darwin' ? 'osx' : process.platform === 'win32' ? 'windows' : 'linux'
    const processor = process.arch === 'x64' ? 'amd64' : process.arch
    const folder = path.join(EXTENSIONS, `v${VERSION}`, `${system}_${processor}`)
    const file = path.join(folder, `${name}.duckdb_extension`)
    if (existsSync(file)) continue
    mkdirSync(folder, { recursive: true })
    const wheel = unpacked(`duckdb-extension-${name.replaceAll('_', '-')}==${VERSION}`)
    const found = readdirSync(wheel, { recursive: true }).find((entry) => `${entry}`.endsWith('.duckdb_extension'))
    copyFileSync(path.join(wheel, `${found}`), `${file}.${process.pid}`)
    renameSync(`${file}.${process.pid}`, file)
  }
  return EXTENSIONS
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(duckDbExtensions(...process.argv.slice(2)))
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
