import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { iceberg } from '../../../src/destinations/filesystem/table-formats/iceberg/iceberg.ts'
import { localTables, tableOf } from '../../tables/local-tables.ts'
import { ALL_TYPES, ALL_TYPES_ROW, ALL_TYPES_SELECT } from './all-types.ts'
import { useJudge } from './judge.ts'

const judge = useJudge()

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-iceberg-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const KEY = { data_type: 'bigint', nullable: false, primary_key: true } as const
const TEXT = { data_type: 'text', nullable: false } as const
const orders = tableOf('orders', {
  id: KEY,
  name: 'text',
  _dlt_load_id: TEXT,
  _dlt_id: { ...TEXT, row_key: true, unique: true },
})
const upserted = { ...orders, write_disposition: 'merge', 'x-merge-strategy': 'upsert' } as const

const order = (from: number, to: number, name: string) =>
  `SELECT i AS id, '${name}' AS name, '1' AS _dlt_load_id, 'o' || i AS _dlt_id FROM range(${from}, ${to}) r(i)`

const pairs = (answer: unknown) => {
  const { rows } = answer as { readonly rows: readonly { readonly id: number; readonly name: string }[] }
  return rows.map(({ id, name }) => [id, name])
}

test('pyiceberg and DuckDB read all types, partitions and merges that we wrote', async () => {
  await using tables = await localTables(iceberg, { at: folder })
  const parted = tableOf(
    'parted',
    { id: KEY, place: { data_type: 'text', partition: true }, at: 'timestamp' },
    {
      'x-iceberg-partition': [
        { source_column: 'at', transform: 'month' },
        { source_column: 'id', transform: 'truncate', param_value: 4 },
      ],
    },
  )
  const select = `SELECT i AS id, [NULL, 'a/b', 'é=%'][i % 3 + 1] AS place, TIMESTAMPTZ '1969-12-02 03:04:05.678901+00' AS at FROM range(6) r(i)`
  await tables.load({ tables: [ALL_TYPES], rows: { all_types: ALL_TYPES_SELECT } })
  await tables.load({ tables: [parted], rows: { parted: select } })
  await tables.load({ tables: [orders], rows: {} })
  for (let load = 0; load < 5; load += 1) {
    await tables.load({
      tables: [upserted],
      rows: { orders: order(load, load + 2, `${load}`) },
      mode: load % 2 ? 'merge' : 'append',
    })
  }
  const wider = {
    ...upserted,
    columns: new Map([...orders.columns, ['note', { name: 'note', data_type: 'text' }]]),
  } as const
  await tables.load({
    tables: [wider],
    rows: { orders: `SELECT *, 'n' AS note FROM (${order(5, 6, 'last')})` },
    mode: 'merge',
  })
  const at = (table: string) => ({ path: join(tables.folder, table), format: 'iceberg' })
  const [types, visits, all, scanned, filtered] = await judge(folder, [
    { step: 'read', ...at('all_types'), order: ['int'] },
    { step: 'read', ...at('parted'), order: ['id'] },
    { step: 'read', ...at('orders'), order: ['id', 'name'] },
    { step: 'scan', ...at('orders'), order: [] },
    {
      step: 'read',
      ...at('parted'),
      order: ['id'],
      where: "place = 'a/b' and id > 2 and at < '1970-01-01T00:00:00+00:00'",
    },
  ])
  expect(types).toMatchObject({ rows: [ALL_TYPES_ROW] })
  expect(visits).toMatchObject({
    rows: [null, 'a/b', 'é=%', null, 'a/b', 'é=%'].map((place, id) => ({
      id,
      place,
      at: '1969-12-02T03:04:05.678901Z',
    })),
  })
  expect(filtered).toMatchObject({ rows: [{ id: 4 }] })
  const ours = await tables.rows('orders', 'SELECT id::INTEGER::VARCHAR, name FROM t ORDER BY id, name')
  expect(pairs(all).map(([id, name]) => [String(id), name])).toEqual(ours)
  expect(scanned).toBe(ours.length)
})

test('tables that dlt began are read and gone on with, and dlt goes on with them again', async () => {
  await using tables = await localTables(iceberg, { at: folder })
  const bucket = join(folder, 'lake')
  const merge = { disposition: 'merge', strategy: 'upsert' }
  const load = (from: number, to: number, name: string) => {
    const rows = Array.from({ length: to - from }, (_, index) => ({
      id: from + index,
      name,
      kids: [{ k: 1 }, { k: 2 }],
    }))
    const pipelines = join(folder, 'pipelines')
    return {
      step: 'load',
      bucket,
      folder: pipelines,
      format: 'iceberg',
      tables: 'orders',
      disposition: merge,
      rows,
      primary_key: 'id',
    }
  }
  await judge(folder, [load(0, 4, 'dlt'), load(2, 6, 'dlt again')])
  const named = () => tables.rows('orders', 'SELECT id::INTEGER, name FROM t ORDER BY id')
  const first = ['dlt', 'dlt', 'dlt again', 'dlt again', 'dlt again', 'dlt again']
  expect(await named()).toEqual(first.map((name, id) => [BigInt(id), name]))
  await tables.load({ tables: [upserted], rows: { orders: order(5, 8, 'tolva') }, mode: 'merge' })
  const path = join(tables.folder, 'orders')
  const [, read] = await judge(folder, [
    load(7, 9, 'dlt last'),
    { step: 'read', path, format: 'iceberg', order: ['id'] },
  ])
  const last = [...first.slice(0, 5), 'tolva', 'tolva', 'dlt last', 'dlt last']
  expect(pairs(read)).toEqual(last.map((name, id) => [id, name]))
  expect(await named()).toEqual(last.map((name, id) => [BigInt(id), name]))
})
