import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectDuckDb } from '../../src/duckdb/connection.ts'
import { connectScratch } from '../../src/duckdb/scratch.ts'
import type { Dataset } from '../../src/index.ts'
import { loadUsers } from './load-users.ts'

let folder = ''
let dataset: Dataset
const at = (name: string) => join(folder, name)

const ODD = `select 1 as id, '' as text, null::varchar as "null", 'a "b", c' as "quo""ted", 'x
y' as line, 9007199254740993::bigint as big, 1.50::decimal(10,2) as price, 0.1::double as half, true as ok,
  timestamp '2024-01-02 03:04:05.123456' as wall, timestamptz '2024-01-02 03:04:05+00' as seen, date '2024-01-02' as day,
  '\\xAA'::blob as raw, '{"n": 12345678901234567890}'::json as doc, [1, 2] as list, '=1+1' as formula, sum(3::hugeint) as total`

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-export-'))
  dataset = (await loadUsers('duckdb', folder)).dataset()
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

describe('csv', () => {
  test('has a header, quotes what needs it, and tells null from an empty text', async () => {
    const relation = dataset.table('users').select('id', 'name', 'score').orderBy('id')
    const exported = await relation.export({ format: 'csv', path: at('users.csv') })
    expect(exported).toEqual({ path: at('users.csv'), rows: 3, bytes: expect.any(Number), limited: [] })
    expect(await readFile(at('users.csv'), 'utf8')).toBe('id,name,score\r\n1,Ada,1.5\r\n2,Böb,0.5\r\n3,,\r\n')
  })

  test('keeps every value exactly', async () => {
    await (await dataset.judged(ODD)).export({ format: 'csv', path: at('odd.csv') })
    const [, ...rest] = (await readFile(at('odd.csv'), 'utf8')).split('\r\n')
    expect(rest.join('|')).toBe(
      '1,"",,"a ""b"", c","x\ny",9007199254740993,1.50,0.1,true,2024-01-02T03:04:05.123456,2024-01-02T03:04:05.000000Z,' +
        '2024-01-02,0xaa,"{""n"": 12345678901234567890}","[1,2]",=1+1,3|',
    )
  })

  test('is read by DuckDB as it was', async () => {
    await (await dataset.judged("select '' as a, null as b, 'x' as c")).export({ format: 'csv', path: at('nulls.csv') })
    await using scratch = await connectScratch(folder)
    const options = "header = true, all_varchar = true, nullstr = '', allow_quoted_nulls = false"
    expect(await scratch.rows(`select * from read_csv('${at('nulls.csv')}', ${options})`)).toEqual([['', null, 'x']])
  })

  test('puts an apostrophe before what a spreadsheet would run, where that is asked for', async () => {
    const relation = await dataset.judged("select '=1+1' as a, '@x' as b, '-1' as c, -1 as d, 'a=b' as e")
    await relation.export({ format: 'csv', path: at('escaped.csv'), formulas: 'escape' })
    expect(await readFile(at('escaped.csv'), 'utf8')).toBe("a,b,c,d,e\r\n'=1+1,'@x,'-1,-1,a=b\r\n")
  })

  test('of a table without rows is its header', async () => {
    await dataset
      .table('users')
      .where('id', 'gt', 99)
      .select('id')
      .export({ format: 'csv', path: at('none.csv') })
    expect(await readFile(at('none.csv'), 'utf8')).toBe('id\r\n')
  })
})

describe('parquet', () => {
  test('keeps types', async () => {
    const exported = await (await dataset.judged(ODD)).export({ format: 'parquet', path: at('odd.parquet') })
    expect(exported).toMatchObject({ rows: 1, limited: [] })
    await using scratch = await connectScratch(folder)
    const types = await scratch.rows(`select column_name, column_type from (describe from '${at('odd.parquet')}')`)
    expect(Object.fromEntries(types)).toEqual({
      id: 'BIGINT',
      text: 'VARCHAR',
      null: 'VARCHAR',
      'quo"ted': 'VARCHAR',
      line: 'VARCHAR',
      big: 'BIGINT',
      price: 'DECIMAL(10,2)',
      half: 'DOUBLE',
      ok: 'BOOLEAN',
      wall: 'TIMESTAMP',
      seen: 'TIMESTAMP WITH TIME ZONE',
      day: 'DATE',
      raw: 'BLOB',
      doc: 'VARCHAR',
      list: 'VARCHAR',
      formula: 'VARCHAR',
      total: 'DECIMAL(38,0)',
    })
    expect(await scratch.rows(`select * from '${at('odd.parquet')}'`)).toEqual([
      [
        1n,
        '',
        null,
        'a "b", c',
        'x\ny',
        9007199254740993n,
        '1.50',
        0.1,
        true,
        '2024-01-02T03:04:05.123456',
        '2024-01-02T03:04:05.000000Z',
        '2024-01-02',
        new Uint8Array([0xaa]),
        '{"n": 12345678901234567890}',
        '[1,2]',
        '=1+1',
        '3',
      ],
    ])
  })

  test('of a table without rows has its columns', async () => {
    await dataset
      .table('users')
      .where('id', 'gt', 99)
      .select('id', 'name')
      .export({ format: 'parquet', path: at('none.parquet') })
    await using scratch = await connectScratch(folder)
    expect(await scratch.rows(`select column_name from (describe from '${at('none.parquet')}')`)).toEqual([
      ['id'],
      ['name'],
    ])
  })
})

test('limits hold and are said, and nothing but the file is left', async () => {
  const all = await dataset.judged('select range as n from range(100000)')
  expect(await all.export({ format: 'csv', path: at('some.csv') }, { maxRows: 10 })).toMatchObject({
    rows: 10,
    limited: [{ by: 'rows', at: 10, text: 'only the first 10 rows were read' }],
  })
  expect(await all.export({ format: 'parquet', path: at('some.parquet') }, { maxBytes: 40 })).toMatchObject({
    rows: 12,
    limited: [{ by: 'bytes', at: 40 }],
  })
  const endless = await dataset.judged('select 1 from range(10000000) a, range(10000000) b where a.range + b.range < 0')
  await expect(endless.export({ format: 'csv', path: at('late.csv') }, { seconds: 0.3 })).rejects.toMatchObject({
    code: 'query_timeout',
  })
  const left = (await readdir(folder)).filter((name) => name.includes('.part') || name.startsWith('late'))
  expect(left).toEqual([])
})

test('a million rows take seconds and little memory', async () => {
  {
    await using own = await connectDuckDb(join(folder, 'guarded.duckdb'))
    await own.execute(
      `create or replace table ds.users__tags as select range as n, 'value ' || range as value, 'p' || range as _dlt_parent_id, range::double / 3 as d, timestamp '2024-01-01' + to_seconds(range) as at from range(1000000)`,
    )
  }
  const before = process.memoryUsage.rss()
  for (const format of ['csv', 'parquet'] as const) {
    const began = performance.now()
    const exported = await (await dataset.judged('from users__tags')).export({ format, path: at(`many.${format}`) })
    expect(exported).toMatchObject({ rows: 1_000_000, limited: [] })
    console.info(`${format}: ${Math.round(performance.now() - began)} ms, ${exported.bytes} bytes`)
  }
  expect(process.memoryUsage.rss() - before).toBeLessThan(700e6)
})
