// Prints the path of a Python that has the dlt with which the tests and benchmarks compare; makes it on first use.
// `node scripts/python-venv.mjs [duckdb version]`. Exits 1 with one line when there is no python3 or no network.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { aptInstall } from './apt-install.mjs'
import { madeOnce } from './made-once.mjs'
import { runProgram } from './run-program.mjs'

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
  const system = python3()
  const hash = createHash('sha256')
    .update(`${runProgram(system, ['--version'])}${requirements.join('\n')}`)
    .digest('hex')
    .slice(0, 12)
  // Its programs name its folder, so it cannot be made elsewhere and moved: the folder with the mark is.
  const mark = madeOnce(`venv-${hash}.made`, (temporary) => {
    const folder = temporary.replace(/\.made\.\d+$/, '')
    if (requirements.length > 0) process.stderr.write(`Installing ${requirements.join(' ')} from PyPI...\n`)
    runProgram(system, ['-m', 'venv', '--clear', folder])
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--retries', '5']
    if (requirements.length > 0) runProgram(path.join(folder, 'bin', 'python'), [...pip, ...requirements])
  })
  return path.join(mark.replace(/\.made$/, ''), 'bin', 'python')
}

/** The machine's Python with `venv`; Debian's is installed where there is none and we may. */
function python3() {
  const has = () => spawnSync('python3', ['-c', 'import venv, ensurepip']).status === 0
  if (has() || (aptInstall('python3', 'python3-venv') && has())) return 'python3'
  throw new Error('no python3')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(pythonVenv(process.argv[2]))
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
