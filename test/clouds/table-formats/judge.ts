import { beforeAll, vi } from 'vitest'
import { duckDbExtensions } from '../../../scripts/duckdb-extensions.mjs'
import { venvWith } from '../../../scripts/python-venv.mjs'
import { runPython } from '../../interop/python.ts'

const REQUIREMENTS = [
  'dlt[deltalake]==1.31.0',
  'deltalake==1.6.6',
  'pyiceberg==0.12.0',
  'pyiceberg-core==0.11.0',
  'sqlalchemy==2.1.9',
  'duckdb==1.5.5',
  'sqlglot==28.10.0',
  'pyarrow==26.0.1',
]

/** One step of what others do with tables: `read`, `load`, `tidy` or `scan` with its arguments. */
export type Step = { readonly step: string } & Readonly<Record<string, unknown>>

/** Brings what the judge needs here before the tests of a file begin; the first time that takes minutes. */
export function useJudge(): (cwd: string, steps: readonly Step[]) => Promise<readonly unknown[]> {
  // Python imports dlt anew for each request, which takes long on a busy machine.
  vi.setConfig({ testTimeout: 300_000 })
  let python = ''
  beforeAll(() => {
    process.env.TOLVA_DUCKDB_EXTENSIONS = duckDbExtensions('delta', 'iceberg', 'avro')
    python = venvWith(REQUIREMENTS)
  })
  return (cwd, steps) => judge({ python, cwd }, steps)
}

/** Lets dlt, delta-rs, pyiceberg and DuckDB's own extensions work on tables in folders; returns what each step gave. */
async function judge(at: { readonly python: string; readonly cwd: string }, steps: readonly Step[]) {
  const answers = await runPython({ ...at, script: '../clouds/table-formats/judge.py' }, steps)
  if (!Array.isArray(answers)) throw new Error('the judge gave no list')
  return answers
}
