import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readDataset } from './read-dataset.ts'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-read-'))
  file = join(folder, 'p.duckdb')
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function execute(sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(file)
  const connection = await instance.connect()
  await connection.run(`SET TimeZone = 'UTC'; CREATE SCHEMA ds; ${sql}`)
  instance.closeSync()
}

test.each([
  ['BIGINT', '9223372036854775807', { $int: '9223372036854775807' }],
  ['TINYINT', '-1', -1],
  ['DOUBLE', '2.0', { $float: '2' }],
  ['DOUBLE', '1.5', 1.5],
  ['DOUBLE', "'nan'", { $float: 'nan' }],
  ['DOUBLE', "'-inf'", { $float: '-inf' }],
  ['DECIMAL(6,2)', '1.5', { $decimal: '1.50' }],
  ['DECIMAL(38,0)', '12345678901234567890', { $decimal: '12345678901234567890' }],
  ['BOOLEAN', 'false', false],
  ['VARCHAR', "'Łódź'", 'Łódź'],
  ['JSON', `'{"b":1,"a":[2]}'`, '{"b":1,"a":[2]}'],
  ['BLOB', "'\\x00\\x01\\x02'", { $bytes: 'AAEC' }],
  ['DATE', "'0001-01-01'", { $date: '0001-01-01' }],
  ['TIME', "'03:04:05.000006'", { $time: '03:04:05.000006' }],
  ['TIMESTAMP', "'2024-01-02 03:04:05.123456'", { $datetime: '2024-01-02T03:04:05.123456' }],
  ['TIMESTAMP_MS', "'1969-12-31 23:59:59.999'", { $datetime: '1969-12-31T23:59:59.999000' }],
  ['TIMESTAMP WITH TIME ZONE', "'2024-01-02 03:04:05+02:00'", { $datetime: '2024-01-02T01:04:05+00:00' }],
  ['BIGINT', 'NULL', null],
])('a %s of %s is read as the cases record it', async (type, literal, value) => {
  await execute(`CREATE TABLE ds.t (a ${type}, b VARCHAR NOT NULL); INSERT INTO ds.t VALUES (${literal}, 'x')`)
  const tables = await readDataset({ file, dataset: 'ds', since: 0 })
  expect(tables.t?.columns).toEqual([
    ['a', type, true],
    ['b', 'VARCHAR', false],
  ])
  expect(tables.t?.rows).toEqual([{ a: value, b: 'x' }])
})

test('load ids, their times, wall clock times and state become symbols', async () => {
  const state = deflateSync(JSON.stringify({ sources: { p: { x: 1 } } })).toString('base64')
  await execute(`
    CREATE TABLE ds._dlt_loads (load_id VARCHAR, inserted_at TIMESTAMP WITH TIME ZONE);
    INSERT INTO ds._dlt_loads VALUES ('1700000000.5', now()), ('1700000001.1234567', '2020-01-01');
    CREATE TABLE ds._dlt_pipeline_state (state VARCHAR, _dlt_id VARCHAR);
    INSERT INTO ds._dlt_pipeline_state VALUES ('${state}', 'abc');
    CREATE TABLE ds.t (_dlt_valid_from TIMESTAMP WITH TIME ZONE, _dlt_load_id VARCHAR, _dlt_id VARCHAR);
    INSERT INTO ds.t VALUES ('2023-11-14 22:13:20.5+00', '1700000001.1234567', 'id')`)
  const tables = await readDataset({ file, dataset: 'ds', since: Date.now() - 1000 })
  expect(tables._dlt_loads?.rows).toEqual([
    { load_id: '@load:0', inserted_at: '@ts' },
    { load_id: '@load:1', inserted_at: { $datetime: '2020-01-01T00:00:00+00:00' } },
  ])
  expect(tables._dlt_pipeline_state?.rows).toEqual([{ state: { $state_sources: { p: { x: 1 } } }, _dlt_id: '@id' }])
  expect(tables.t?.rows).toEqual([{ _dlt_valid_from: '@load_ts:0', _dlt_load_id: '@load:1', _dlt_id: 'id' }])
})

test('a file that does not exist is an empty dataset', async () => {
  expect(await readDataset({ file, dataset: 'ds', since: 0 })).toEqual({})
})
