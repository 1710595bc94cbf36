import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { deno } from '../../scripts/deno.mjs'
import { venvWith } from '../../scripts/python-venv.mjs'
import { jupyterNotebook } from '../../src/explore/notebook/jupyter-notebook.ts'
import { duckdb, pipeline, resource } from '../../src/index.ts'

const run = promisify(execFile)
const ROOT = path.resolve(import.meta.dirname, '../..')
const NBCLIENT = ['nbclient', 'nbformat', 'ipykernel', 'jupyter_client']

const executed = z.object({
  cells: z.array(
    z.object({
      cell_type: z.string(),
      outputs: z
        .array(
          z.object({
            output_type: z.string(),
            text: z.array(z.string()).optional(),
            data: z.record(z.string(), z.unknown()).optional(),
          }),
        )
        .default([]),
    }),
  ),
})

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tolva-jupyter-'))
  // The package as npm installs it. It lies in the clone, where it finds what it depends on.
  await mkdir(path.join(ROOT, '.cache'), { recursive: true })
  const installed = await mkdtemp(path.join(ROOT, '.cache', 'installed-'))
  await copyFile(path.join(ROOT, 'package.json'), path.join(installed, 'package.json'))
  await run(process.execPath, [path.join(ROOT, 'scripts/bundle.ts'), path.join(installed, 'dist')])
  await mkdir(path.join(folder, 'node_modules'))
  await symlink(installed, path.join(folder, 'node_modules', 'tolva'))
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }')
  const kernel = path.join(folder, 'jupyter/kernels/deno')
  await mkdir(kernel, { recursive: true })
  const argv = [deno(), 'jupyter', '--kernel', '--conn', '{connection_file}']
  await writeFile(
    path.join(kernel, 'kernel.json'),
    JSON.stringify({ argv, display_name: 'Deno', language: 'typescript' }),
  )
  return async () => {
    await rm(folder, { recursive: true })
    await rm(installed, { recursive: true })
  }
})

async function outputsOf(table: string): Promise<z.infer<typeof executed>['cells'][number]['outputs'][]> {
  const { location } = await people().info()
  const subject = { pipeline: 'people_pipeline', dataset: 'people_data', table, location }
  await writeFile(path.join(folder, `${table}.ipynb`), jupyterNotebook(subject))
  const jupyter = path.join(path.dirname(venvWith(NBCLIENT)), 'jupyter')
  // On a busy machine Deno's kernel may say that a cell is done before it sends what the cell gave, and nbclient listens no longer.
  let outputs = await executedOutputs(jupyter, table)
  for (let again = 0; again < 2 && outputs.some((one) => one.length === 0); again += 1) {
    outputs = await executedOutputs(jupyter, table)
  }
  return outputs
}

async function executedOutputs(jupyter: string, table: string) {
  await run(jupyter, ['execute', '--inplace', '--allow-errors', `${table}.ipynb`], {
    cwd: folder,
    env: { ...process.env, JUPYTER_PATH: path.join(folder, 'jupyter'), TOLVA_DATA_DIR: path.join(folder, 'data') },
  })
  const { cells } = executed.parse(JSON.parse(await readFile(path.join(folder, `${table}.ipynb`), 'utf8')))
  return cells.filter(({ cell_type }) => cell_type === 'code').map(({ outputs }) => outputs)
}

const people = () =>
  pipeline({
    name: 'people_pipeline',
    destination: duckdb({ path: path.join(folder, "ana's.duckdb") }),
    dataset: 'people_data',
    dataDir: path.join(folder, 'data'),
    projectDir: folder,
    env: {},
  })

test('a Jupyter notebook counts, draws and shows rows in the kernel of Deno', async () => {
  const rows = [
    { id: 1, city: 'Tromsø' },
    { id: 2, city: null },
  ]
  await people().run([resource({ name: 'people' }, rows), resource({ name: 'orders' }, [{ id: 1 }])])
  const [counts, chart, shown] = await outputsOf('people')
  expect(counts?.flatMap(({ text }) => text).join('')).toMatch(/"people"\s+│\s+2 │/)
  expect(chart).toMatchObject([
    {
      output_type: 'execute_result',
      data: {
        'application/vnd.vegalite.v5+json': {
          mark: 'bar',
          data: { values: expect.arrayContaining([{ table: 'people', rows: 2 }]) },
        },
      },
    },
  ])
  // On a busy machine what is printed comes in several pieces.
  expect(new Set(shown?.map(({ output_type }) => output_type))).toEqual(new Set(['stream']))
  const text = shown?.flatMap((one) => one.text).join('')
  expect(text).toMatch(/│ 1n │ "Tromsø" │/)
  expect(text).toMatch(/│ 2n │ null\s+│/)
})
