import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { duckdb, pipeline } from '../../src/index.ts'
import { runPython, testPython } from './python.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-evolution-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const answer = z.object({
  schemas_before: z.record(z.string(), z.object({ version_hash: z.string(), computed_hash: z.string() })),
  rows_after: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
})

test.runIf(testPython())('dlt goes on with a widened column, and with a quarantine beside it', async () => {
  const file = join(folder, 'p.duckdb')
  const p = pipeline({
    name: 'p',
    destination: duckdb({ path: file }),
    dataset: 'ds',
    dataDir: folder,
    projectDir: folder,
    env: {},
    widen: true,
    quarantine: true,
  })
  await p.run([{ id: 1, a: 1 }], { tableName: 't' })
  await p.run([{ id: 2, a: 1.5 }], { tableName: 't' })
  await p.run([{ id: 3, a: 3, more: 'x' }], { tableName: 't', schemaContract: { columns: 'discard_row' } })
  const rows = [
    { id: 4, a: 4 },
    { id: 5, a: 0.25 },
  ]
  const request = { file, pipeline: 'p', dataset: 'ds', pipelines_dir: folder, table: 't', rows }
  const python = testPython() ?? ''
  const { schemas_before, rows_after } = answer.parse(
    await runPython({ python, script: 'continue_with_dlt.py', cwd: folder }, request),
  )
  for (const schema of Object.values(schemas_before)) expect(schema.version_hash).toBe(schema.computed_hash)
  expect(rows_after.t?.map(({ id, a }) => [id, a])).toEqual([
    [1, 1],
    [2, 1.5],
    [4, 4],
    [5, 0.25],
  ])
  expect(Object.keys(rows_after.t?.[0] ?? {})).toEqual(['id', 'a', '_dlt_load_id', '_dlt_id'])
  expect(rows_after._tolva_quarantine).toMatchObject([{ table_name: 't', column_name: 'more', mode: 'discard_row' }])
})
