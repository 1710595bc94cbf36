import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { pythonVenv } from '../../scripts/python-venv.mjs'

/** The only reason for which an interoperability test may be left out. */
export const NO_PYTHON = 'no python3'

/**
 * A Python that has dlt and this DuckDB; undefined where the machine has no Python at all. `TOLVA_TEST_PYTHON` names
 * one to use instead of our own virtual environment of the default DuckDB.
 */
export function testPython(duckdb?: string): string | undefined {
  const given = process.env.TOLVA_TEST_PYTHON
  if (duckdb === undefined && given) return given
  try {
    return pythonVenv(duckdb)
  } catch (error) {
    if (error instanceof Error && error.message === NO_PYTHON) return undefined
    throw error
  }
}

interface Script {
  readonly python: string
  /** File name below this folder. */
  readonly script: string
  readonly cwd: string
  /** A folder with packages beside those of the Python. */
  readonly packages?: string
}

/** Runs a script with one JSON request on stdin; returns the JSON on the last line that it prints. */
export function runPython({ python, script, cwd, packages }: Script, request: object): Promise<unknown> {
  const env = {
    ...process.env,
    DLT_DATA_DIR: cwd,
    RUNTIME__DLTHUB_TELEMETRY: 'false',
    RUNTIME__LOG_LEVEL: 'CRITICAL',
    ...(packages !== undefined && { PYTHONPATH: packages }),
  }
  return new Promise((resolve, reject) => {
    const path = fileURLToPath(new URL(script, import.meta.url))
    const child = execFile(python, [path], { cwd, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${script}: ${stderr.slice(-3000) || error.message}`))
      else resolve(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''))
    })
    child.stdin?.end(JSON.stringify(request))
  })
}
