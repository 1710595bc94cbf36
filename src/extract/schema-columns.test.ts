import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { duckdb, pipeline, type Resource, resource } from '../index.ts'
import { schemaHints } from './schema-columns.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-row-schema-'))
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

const user = z.object({
  id: z.int(),
  score: z.number().nullable(),
  at: z.iso.datetime(),
  born: z.iso.date().optional(),
  active: z.boolean().default(true),
  kind: z.enum(['a', 'b']),
  address: z.object({ city: z.string(), geo: z.object({ lat: z.number() }) }),
  tags: z.array(z.string()),
  orders: z.array(z.object({ total: z.number() })),
  anything: z.any(),
  either: z.union([z.string(), z.number()]),
  seen: z.date().optional(),
  big: z.bigint().optional(),
})

test('a schema gives columns of fields, of objects inside and of lists, as far as it says a type', () => {
  expect(schemaHints(user)).toEqual({
    columns: {
      id: { dataType: 'bigint' },
      score: { dataType: 'double' },
      at: { dataType: 'timestamp' },
      born: { dataType: 'date' },
      active: { dataType: 'bool' },
      kind: { dataType: 'text' },
      address__city: { dataType: 'text' },
      address__geo__lat: { dataType: 'double' },
    },
    nestedHints: {
      tags: { columns: { value: { dataType: 'text' } } },
      orders: { columns: { total: { dataType: 'double' } } },
    },
  })
  expect(schemaHints(user, 0).columns).toMatchObject({ address: { dataType: 'json' }, orders: { dataType: 'json' } })
})

test('a schema whose library shows no JSON Schema gives no columns', () => {
  const schema = { '~standard': { version: 1, vendor: 'own', validate: (value: unknown) => ({ value }) } } as const
  expect(schemaHints(schema)).toEqual({ columns: {}, nestedHints: {} })
})

test('rows are loaded as the schema returns them, into columns of its types; hints of the resource win', async () => {
  const rows = [
    {
      id: 1,
      score: 2,
      at: '2024-01-02T03:04:05Z',
      kind: 'a',
      address: { city: 'x', geo: { lat: 1 } },
      tags: ['t'],
      orders: [{ total: 1 }],
      either: 1,
      anything: null,
    },
  ]
  const users = resource(
    { name: 'users', row: user, columns: { kind: { dataType: 'text', description: 'sort' } } },
    rows,
  )
  expectTypeOf(users).toEqualTypeOf<Resource<'users', z.output<typeof user>>>()
  const p = open()
  await p.run(users)
  const tables = (await p.schemas()).get('p')?.tables
  expect(tables?.get('users')?.columns.get('kind')?.description).toBe('sort')
  expect(tables?.get('users__orders')?.columns.get('total')?.data_type).toBe('double')
  expect(await p.dataset().table('users').select('id', 'score', 'active', 'born', 'address__geo__lat').rows()).toEqual([
    { id: 1, score: 2, active: true, born: null, address__geo__lat: 1 },
  ])
})

test('a row that fails stops the run, or is set aside and counted where the contract discards such rows', async () => {
  const row = z.object({ id: z.int() })
  const rows = [{ id: 1 }, { id: 'x' }, { id: 2 }]
  await expect(open().run(resource({ name: 't', row }, rows))).rejects.toMatchObject({ code: 'invalid_row' })
  const p = open()
  const info = await p.run(resource({ name: 't', row, schemaContract: { dataType: 'discard_row' } }, rows))
  expect(await p.dataset().rowCounts()).toEqual({ t: 2 })
  expect(info.toJSON().packages[0]?.report.discarded).toEqual([
    { table: 't', reason: 'row schema', mode: 'discard_row', count: 1 },
  ])
})
