import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import {
  Binary,
  DateDay,
  Decimal,
  Dictionary,
  Int8,
  Int32,
  makeData,
  Null,
  Table,
  TimeMicrosecond,
  TimestampMicrosecond,
  tableToIPC,
  Utf8,
  Vector,
  vectorFromArray,
} from 'apache-arrow'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FilePage } from '../contracts/page.ts'
import { duckdb, type Hints, pipeline, resource, type TolvaError } from '../index.ts'
import type { ContractMode } from '../schema/contract.ts'

let folder: string
const connection = await (await DuckDBInstance.create(':memory:')).connect()
afterAll(() => connection.closeSync())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-files-'))
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

/** A Parquet file of the rows of a select. */
async function parquet(select: string, name = 'in.parquet'): Promise<FilePage> {
  const file = join(folder, name)
  await connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet)`)
  return { file, format: 'parquet' }
}

async function text(content: string, name: string, format: 'csv' | 'jsonl'): Promise<FilePage> {
  await writeFile(join(folder, name), content)
  return { file: join(folder, name), format }
}

const table = (pages: Iterable<unknown>, hints: Hints = {}) => resource({ name: 't', ...hints }, [...pages].values())
const failure = (promise: Promise<unknown>): Promise<TolvaError> =>
  promise.then(
    () => {
      throw new Error('it did not fail')
    },
    (error) => error,
  )

const columnsOf = async (p: ReturnType<typeof open>) =>
  [...((await p.schemas()).get('p')?.tables.get('t')?.columns.values() ?? [])].map(({ name, data_type, precision }) =>
    [name, data_type, precision].filter((part) => part !== undefined).join(' '),
  )

describe('a Parquet file', () => {
  test('is linked into the package where names and types fit, and its rows have no ids', async () => {
    const p = open()
    const page = await parquet("SELECT range AS id, 'v' || range AS word, now() AS at FROM range(1000)")
    const info = await p.prepare(table([page]))
    expect((await stat(page.file)).nlink).toBe(2)
    expect(info.toJSON().packages[0]?.report.rowCounts).toMatchObject({ t: 1000 })
    await p.load()
    expect((await stat(page.file)).nlink).toBe(1)
    expect(await p.dataset().rowCounts()).toEqual({ t: 1000 })
    expect(await columnsOf(p)).toEqual(['id bigint', 'word text', 'at timestamp'])
    expect(await p.dataset().table('t').orderBy('id').limit(1).select('id', 'word').rows()).toEqual([
      { id: 0, word: 'v0' },
    ])
  })

  test('is converted where a name or type needs it: names as dlt spells them, nested values as json', async () => {
    const p = open()
    const page = await parquet(
      "SELECT 1 AS \"UserId\", [1, 2] AS tags, {'a': 1} AS doc, 3::UTINYINT AS small, 1.50::DECIMAL(10,2) AS price, TIMESTAMP '2024-01-02 03:04:05.123456' AS local, 'x'::BLOB AS raw",
    )
    await p.run(table([page]))
    expect(await columnsOf(p)).toEqual([
      'user_id bigint 32',
      'tags json',
      'doc json',
      'small bigint 16',
      'price decimal 10',
      'local timestamp',
      'raw binary',
    ])
    expect(await p.dataset().table('t').rows()).toEqual([
      {
        user_id: 1,
        tags: [1, 2],
        doc: { a: 1 },
        small: 3,
        price: '1.50',
        local: '2024-01-02T03:04:05.123456Z',
        raw: new Uint8Array([120]),
      },
    ])
  })

  test('gets the load id where the page asks for it', async () => {
    const p = open()
    const info = await p.run(table([{ ...(await parquet('SELECT 1 AS id')), addDltLoadId: true }]))
    const [row] = await p.dataset().table('t').rows()
    expect(row).toEqual({ id: 1, _dlt_load_id: info.toJSON().packages[0]?.loadId })
    await p.run(table([await parquet('SELECT 2 AS id', 'b.parquet')]))
    expect(await p.dataset().sql('SELECT count(DISTINCT _dlt_load_id) AS n FROM t').rows()).toEqual([{ n: 2 }])
  })

  test('adds columns to its table, keeps the types that are there, and refuses to change a value by them', async () => {
    const p = open()
    await p.run(table([await parquet('SELECT 1::BIGINT AS id, 2::BIGINT AS n')]))
    await p.run(table([await parquet("SELECT 2::BIGINT AS id, 3.0::DOUBLE AS n, 'x' AS more", 'b.parquet')]))
    expect(await p.dataset().table('t').orderBy('id').rows()).toEqual([
      { id: 1, n: 2, more: null },
      { id: 2, n: 3, more: 'x' },
    ])
    const error = await failure(p.run(table([await parquet('SELECT 3::BIGINT AS id, 3.5::DOUBLE AS n', 'c.parquet')])))
    expect(error).toMatchObject({ code: 'value_changed', context: { table: 't', column: 'n', resource: 't' } })
    expect(await p.dataset().rowCounts()).toEqual({ t: 2 })
  })

  test('keeps to the contract of its table, and what is left out is counted', async () => {
    const p = open()
    await p.run(table([await parquet('SELECT 1::BIGINT AS id')]))
    const wide = await parquet(
      "SELECT range AS id, CASE WHEN range = 2 THEN 'x' END AS more FROM range(2, 5)",
      'b.parquet',
    )
    const contract = (columns: ContractMode) => ({ schemaContract: { columns } })
    expect(await failure(p.run(table([wide], contract('freeze'))))).toMatchObject({ code: 'contract_columns' })
    const values = await p.run(table([wide], contract('discard_value')))
    expect(values.toJSON().packages[0]?.report.discarded).toEqual([
      { table: 't', column: 'more', reason: 'contract on columns', mode: 'discard_value', count: 1 },
    ])
    const rows = await p.run(table([wide], contract('discard_row')))
    expect(rows.toJSON().packages[0]?.report.discarded).toEqual([
      { table: 't', column: 'more', reason: 'contract on columns', mode: 'discard_row', count: 1 },
    ])
    expect(await p.dataset().rowCounts()).toEqual({ t: 1 + 3 + 2 })
    expect(await columnsOf(p)).toEqual(['id bigint'])
  })

  test('is merged by its key', async () => {
    const p = open()
    const merge: Hints = { writeDisposition: 'merge', primaryKey: 'id' }
    await p.run(table([await parquet('SELECT range AS id, 1 AS v FROM range(3)')], merge))
    await p.run(table([await parquet('SELECT range AS id, 2 AS v FROM range(2, 5)', 'b.parquet')], merge))
    expect(await p.dataset().sql('SELECT id, v FROM t ORDER BY id').rows()).toEqual(
      [1, 1, 2, 2, 2].map((v, id) => ({ id, v })),
    )
    const scd2: Hints = { writeDisposition: { disposition: 'merge', strategy: 'scd2' } }
    const error = await failure(
      open().run(resource({ name: 'u', ...scd2 }, [await parquet('SELECT 1 AS id', 'c.parquet')])),
    )
    expect(error.code).toBe('no_row_version')
  })

  test('may join rows that have ids, and gets ids for it; rows may not join files that have none', async () => {
    const p = open()
    await p.run(table([[{ id: 1, tags: ['a'] }]]))
    await p.run(table([await parquet('SELECT 2::BIGINT AS id')]))
    expect(
      await p.dataset().sql('SELECT count(DISTINCT _dlt_id) AS n, count(_dlt_load_id) AS m FROM t').rows(),
    ).toEqual([{ n: 2, m: 2 }])
    const q = pipeline({
      name: 'q',
      destination: duckdb({ path: join(folder, 'q.duckdb') }),
      dataset: 'ds',
      dataDir: join(folder, 'data'),
      projectDir: folder,
      env: {},
    })
    const both = table([await parquet('SELECT 2::BIGINT AS id'), [{ id: 3 }]])
    expect((await failure(q.run(both))).code).toBe('rows_without_ids')
  })

  test('that is not there, or holds null in a key, stops the run before anything is sealed', async () => {
    const p = open()
    expect((await failure(p.run(table([{ file: join(folder, 'no.parquet'), format: 'parquet' }])))).code).toBe(
      'file_missing',
    )
    await writeFile(join(folder, 'bad.parquet'), 'nothing')
    expect((await failure(p.run(table([{ file: join(folder, 'bad.parquet'), format: 'parquet' }])))).code).toBe(
      'file_unreadable',
    )
    const page = await parquet('SELECT CASE WHEN range > 0 THEN range END AS id FROM range(2)')
    expect((await failure(p.run(table([page], { primaryKey: 'id' })))).code).toBe('null_in_not_null_column')
    const keyless = [
      await parquet('SELECT 1::BIGINT AS id', 'd.parquet'),
      await parquet('SELECT 1::BIGINT AS x', 'e.parquet'),
    ]
    expect((await failure(p.run(table(keyless, { primaryKey: 'id' })))).code).toBe('null_in_not_null_column')
    const arrow = tableToIPC(new Table({ id: vectorFromArray([1, null], new Int32()) }), 'stream')
    expect((await failure(p.run(table([{ arrow }], { primaryKey: 'id' })))).code).toBe('null_in_not_null_column')
    const left = await readdir(join(folder, 'data'), { recursive: true })
    expect(left.filter((file) => file.endsWith('manifest.json'))).toEqual([])
  })
})

test('a destination that loads no Parquet files gets the same rows in a format of its own', async () => {
  const destination = duckdb({ path: join(folder, 'p.duckdb') })
  const p = pipeline({
    name: 'p',
    destination: { ...destination, capabilities: { ...destination.capabilities, formats: ['jsonl'] } },
    dataset: 'ds',
    dataDir: join(folder, 'data'),
    projectDir: folder,
    env: {},
  })
  const page = await parquet(
    "SELECT range::BIGINT AS id, 1.50::DECIMAL(10,2) AS price, TIMESTAMP '2024-01-02 03:04:05.123456' AS at, [1] AS list, 'x'::BLOB AS raw, DATE '2024-01-02' AS day, TIME '01:02:03' AS clock, 2::HUGEINT AS huge FROM range(3)",
  )
  const info = await p.run(table([{ ...page, addDltLoadId: true }]))
  expect(await p.dataset().table('t').orderBy('id', 'desc').limit(1).rows()).toEqual([
    {
      id: 2,
      price: '1.50',
      at: '2024-01-02T03:04:05.123456Z',
      list: [1],
      raw: new Uint8Array([120]),
      day: '2024-01-02',
      clock: '01:02:03',
      huge: 2,
      _dlt_load_id: info.toJSON().packages[0]?.loadId,
    },
  ])
})

test('a file without rows makes its table', async () => {
  const p = open()
  await p.run(table([await parquet('SELECT 1::BIGINT AS id LIMIT 0')]))
  expect(await p.dataset().rowCounts()).toEqual({ t: 0 })
})

describe('a text file', () => {
  test('of csv gets the types that DuckDB finds in all its rows, and later the types of its table', async () => {
    const p = open()
    await p.run(table([await text('Id,code,day\n1,007a,2024-01-02\n2,,\n', 'a.csv', 'csv')]))
    await p.run(table([await text('Id,code,day\n3,007,2024-01-03\n', 'b.csv', 'csv')]))
    expect(await columnsOf(p)).toEqual(['id bigint', 'code text', 'day date'])
    expect(await p.dataset().table('t').orderBy('id').rows()).toEqual([
      { id: 1, code: '007a', day: '2024-01-02' },
      { id: 2, code: null, day: null },
      { id: 3, code: '007', day: '2024-01-03' },
    ])
  })

  test('of JSON lines keeps texts, but for times, and nested values as json', async () => {
    const p = open()
    const lines = '{"id":1,"day":"2024-01-02","at":"2024-01-02T03:04:05Z","doc":{"a":[1]},"x":1}\n{"id":2,"x":1.5}\n'
    await p.run(table([await text(lines, 'a.jsonl', 'jsonl')]))
    expect(await p.dataset().table('t').orderBy('id').rows()).toEqual([
      { id: 1, day: '2024-01-02', at: '2024-01-02T03:04:05.000000Z', doc: { a: [1] }, x: 1 },
      { id: 2, day: null, at: null, doc: null, x: 1.5 },
    ])
  })
})

describe('an Arrow page', () => {
  test('has the columns that dlt gives to the same table, and decimals, times and nested values exactly', async () => {
    const p = open()
    const micros = makeData({
      type: new TimestampMicrosecond('UTC'),
      length: 1,
      data: BigInt64Array.of(1704164645123456n),
    })
    const clock = makeData({ type: new TimeMicrosecond(), length: 1, data: BigInt64Array.of(1n) })
    const price = makeData({
      type: new Decimal(2, 10),
      length: 1,
      data: Uint32Array.of(4294967146, 4294967295, 4294967295, 4294967295),
    })
    const arrow = new Table({
      Id: vectorFromArray([1], new Int8()),
      at: new Vector([micros]),
      clock: new Vector([clock]),
      price: new Vector([price]),
      day: vectorFromArray([new Date('1969-12-31')], new DateDay()),
      raw: vectorFromArray([Uint8Array.of(7)], new Binary()),
      doc: vectorFromArray([{ a: [1, null], b: 'x' }]),
      word: vectorFromArray(['x'], new Dictionary(new Utf8(), new Int32())),
      nothing: vectorFromArray([null], new Null()),
    })
    const info = await p.run(table([{ arrow: tableToIPC(arrow, 'stream') }, { arrow: tableToIPC(arrow, 'file') }]))
    expect(await columnsOf(p)).toEqual([
      'id bigint 8',
      'at timestamp',
      'clock time',
      'price decimal 10',
      'day date',
      'raw binary',
      'doc json',
      'word text',
    ])
    expect(info.toJSON().packages[0]?.report.nullOnlyColumns).toEqual({ t: ['nothing'] })
    const row = {
      id: 1,
      at: '2024-01-02T03:04:05.123456Z',
      clock: '00:00:00.000001',
      price: '-1.50',
      day: '1969-12-31',
      raw: Uint8Array.of(7),
      doc: { a: [1, null], b: 'x' },
      word: 'x',
    }
    expect(await p.dataset().table('t').rows()).toEqual([row, row])
  })

  test('brings what a dataset gives as Arrow', async () => {
    const p = open()
    const source = await p.run([{ id: 1n, word: 'a', at: '2024-01-02T03:04:05.123456Z', real: 0.5, flag: true }], {
      tableName: 'from',
    })
    expect(source.rowCounts).toEqual({ from: 1 })
    const arrow = await p.dataset().table('from').select('id', 'word', 'at', 'real', 'flag').arrow()
    await p.run(table([{ arrow: tableToIPC(arrow, 'stream') }]))
    expect(await p.dataset().table('t').rows()).toEqual([
      { id: 1, word: 'a', at: '2024-01-02T03:04:05.123456Z', real: 0.5, flag: true },
    ])
  })
})
