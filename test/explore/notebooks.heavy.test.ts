import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { venvWith } from '../../scripts/python-venv.mjs'
import { marimoNotebook } from '../../src/explore/notebook/marimo-notebook.ts'
import { duckdb, pipeline, resource } from '../../src/index.ts'

const run = promisify(execFile)
const PACKAGES = [
  'marimo==0.23.5',
  'duckdb==1.5.6',
  'altair',
  'pandas',
  'nbclient',
  'nbformat',
  'ipykernel',
  'jupyter_client',
]

test('a marimo notebook shows the rows of the file', async ({ onTestFinished }) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tolva-notebooks-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const loaded = pipeline({
    name: 'people_pipeline',
    destination: duckdb({ path: path.join(folder, "ana's.duckdb") }),
    dataset: 'people_data',
    dataDir: path.join(folder, 'data'),
    projectDir: folder,
    env: {},
  })
  await loaded.run(resource({ name: 'people' }, [{ id: 1, city: 'Tromsø' }]))
  const { location } = await loaded.info()
  const file = path.join(folder, 'people_marimo.py')
  await writeFile(
    file,
    marimoNotebook({ pipeline: 'people_pipeline', dataset: 'people_data', table: 'people', location }),
  )
  const marimo = path.join(path.dirname(venvWith(PACKAGES)), 'marimo')
  const { stdout } = await run(marimo, ['export', 'ipynb', '--include-outputs', file], { cwd: folder, maxBuffer: 1e8 })
  expect(stdout).toContain('Troms')
  expect(stdout).not.toContain('"output_type": "error"')
}, 180_000)

test('a marimo notebook needs a DuckDB file', () => {
  const subject = { pipeline: 'p', dataset: 'd', table: 't', location: 'postgresql://host/db' }
  expect(() => marimoNotebook(subject)).toThrow(
    'a marimo notebook reads a DuckDB file, and p loads into postgresql://host/db',
  )
})
