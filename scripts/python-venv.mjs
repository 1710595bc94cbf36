// Prints the path of a Python that has the dlt with which the tests and benchmarks compare; makes it on first use.
// `node scripts/python-venv.mjs [duckdb version]`. Exits 1 with one line when there is no python3 or no network.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const SHOWN = 2000

/** The Python that has dlt and `more` packages; throws an Error whose message is the reason, `no python3` where there is none. */
export function pythonVenv(duckdb = '1.5.6', more = []) {
  const always = ['dlt[duckdb]==1.31.0', `duckdb==${duckdb}`, 'sqlglot==28.10.0', 'pyarrow', 'psycopg2-binary']
  return venvWith([...always, ...more])
}

/**
 * The Python of a virtual environment that has these packages, and throws likewise.
 * @param {readonly string[]} requirements
 */
export function venvWith(requirements) {
  const found = spawnSync('python3', ['--version'], { encoding: 'utf8' })
  if (found.status !== 0) throw new Error('no python3')
  const hash = createHash('sha256')
    .update(`${found.stdout}${requirements.join('\n')}`)
    .digest('hex')
    .slice(0, 12)
  const folder = path.join(root, '.cache', `venv-${hash}`)
  const python = path.join(folder, 'bin', 'python')
  const complete = path.join(folder, 'complete')
  if (existsSync(complete)) return python
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  process.stderr.write(`Installing ${requirements.join(' ')} into ${path.relative(root, folder)}...\n`)
  run('python3', ['-m', 'venv', folder])
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...requirements])
  writeFileSync(complete, `${requirements.join('\n')}\n`)
  return python
}

function run(program, args) {
  const result = spawnSync(program, args, { encoding: 'utf8' })
  if (result.status !== 0) {
    throw new Error(`${program} ${args.slice(0, 3).join(' ')} failed: ${`${result.stderr}`.slice(-SHOWN)}`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(pythonVenv(process.argv[2]))
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
