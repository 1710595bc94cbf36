import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { duckdb, materialize, pipeline, resource, withHints } from '../index.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-row-hints-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = () =>
  pipeline({
    name: 'p',
    destination: duckdb({ path: join(folder, 'p.duckdb') }),
    dataset: 'ds',
    dataDir: join(folder, 'data'),
    projectDir: folder,
    env: {},
  })

test('a materialized table exists without rows, and takes rows afterwards', async () => {
  const p = open()
  const columns = { id: { dataType: 'bigint' } }
  await p.run(resource({ name: 't', columns }, [materialize()].values()))
  expect(await p.dataset().rowCounts()).toEqual({ t: 0 })
  await p.run(resource({ name: 't', columns }, [[{ id: 1 }], materialize()].values()))
  expect(await p.dataset().rowCounts()).toEqual({ t: 1 })
})

test('hints of a row hold for the rows behind it, those of a variant for its table alone', async () => {
  const p = open()
  const rows = [
    { id: 1 },
    withHints({ id: 2 }, { tableName: 'other', columns: { id: { dataType: 'text' } } }, { variant: true }),
    { id: 3 },
    withHints({ id: 4 }, { columns: { id: { description: 'key' } } }),
    { id: 5 },
  ]
  await p.run(resource({ name: 't' }, rows))
  expect(await p.dataset().rowCounts()).toEqual({ t: 4, other: 1 })
  const tables = (await p.schemas()).get('p')?.tables
  expect(tables?.get('other')).toMatchObject({ resource: 't', variant_name: 'other' })
  expect(tables?.get('other')?.columns.get('id')?.data_type).toBe('text')
  expect(tables?.get('t')?.columns.get('id')).toMatchObject({ data_type: 'bigint', description: 'key' })
})
