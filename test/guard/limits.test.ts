import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectDuckDb } from '../../src/duckdb/connection.ts'
import type { Dataset } from '../../src/index.ts'
import { loadUsers } from './load-users.ts'

let folder = ''
let dataset: Dataset
const file = () => join(folder, 'guarded.duckdb')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-limits-'))
  dataset = (await loadUsers('duckdb', folder)).dataset()
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

describe('a result', () => {
  test('that is whole says that nothing was cut', async () => {
    const grid = await dataset.read('select id, name from users order by id')
    expect(grid).toMatchObject({ more: false, limited: [], sql: 'select id, name from users order by id' })
    expect(grid.rows).toEqual([
      [1, 'Ada'],
      [2, 'Böb'],
      [3, null],
    ])
  })

  test('with more rows than asked for says so', async () => {
    const { rows, more, limited } = await dataset.read('from range(1000000)', { maxRows: 3 })
    expect(rows).toEqual([[0], [1], [2]])
    expect(more).toBe(true)
    expect(limited).toEqual([{ by: 'rows', at: 3, text: 'only the first 3 rows were read' }])
  })

  test('with exactly as many rows as asked for is whole', async () => {
    expect((await dataset.read('from users', { maxRows: 3 })).limited).toEqual([])
    expect((await dataset.table('users').limited({ maxRows: 3 })).limited).toEqual([])
    expect((await dataset.table('users').limited({ maxRows: 2 })).limited).toMatchObject([{ by: 'rows', at: 2 }])
  })

  test('that is too large in bytes is cut between rows', async () => {
    const { rows, limited } = await dataset.read("select repeat('x', 1000) from range(1000)", { maxBytes: 5_100 })
    expect(rows).toHaveLength(5)
    expect(limited).toEqual([
      { by: 'bytes', at: 5_100, text: 'only the first 5 rows were read: more would be over 5,100 bytes' },
    ])
  })

  test('with values that are too long has their beginnings', async () => {
    const { rows, more, limited } = await dataset.read("select repeat('x', 50) a, [1, 2, 3, 4, 5, 6] b, 1 c", {
      maxCell: 10,
    })
    expect(rows).toEqual([['x'.repeat(10), '[1,2,3,4,5', 1]])
    expect(more).toBe(false)
    expect(limited).toEqual([{ by: 'cells', at: 10, text: '2 values cut to 10 characters' }])
  })

  test('holds only what JSON can say', async () => {
    const sql = `select 9007199254740993::bigint, 1.50::decimal(10,2), 'x'::blob, 'nan'::double, [9007199254740993::bigint],
      {'a': 1::hugeint}, timestamp '2024-01-02 03:04:05', date '2024-01-02', '{"a": [1]}'::json, null, true`
    const { rows } = await dataset.read(sql)
    expect(JSON.parse(JSON.stringify(rows))).toEqual([
      [
        '9007199254740993',
        '1.50',
        '0x78',
        'NaN',
        ['9007199254740993'],
        { a: 1 },
        '2024-01-02T03:04:05.000000',
        '2024-01-02',
        { a: [1] },
        null,
        true,
      ],
    ])
  })
})

describe('a statement that takes too long', () => {
  test.each([
    ['a cross join without a row', 'select 1 from range(10000000) a, range(10000000) b where a.range + b.range < 0'],
    ['an endless recursion', 'with recursive r(n) as (select 1 union all select n + 1 from r) select max(n) from r'],
    ['an aggregate', 'select count(*) from range(10000000) a, range(10000000) b where a.range % 7 = b.range % 5'],
  ])('is stopped at the engine, and the file is closed: %s', async (_, sql) => {
    const began = performance.now()
    await expect(dataset.read(sql, { seconds: 0.5 })).rejects.toMatchObject({
      code: 'query_timeout',
      message: 'the query gave no row within 0.5 seconds and was stopped',
      hint: 'Read less at once: a WHERE on a column, fewer joined tables, or LIMIT without ORDER BY.',
    })
    expect(performance.now() - began).toBeLessThan(8_000)
    await using own = await connectDuckDb(file(), { waitMs: 0 })
    expect(await own.rows('select count(*) from ds.users')).toEqual([[3n]])
  })

  test('gives the rows that came', async () => {
    const sql = 'select r from range(1000000000000) t(r) where r < 300000'
    const { rows, more, limited } = await dataset.read(sql, { seconds: 2, maxRows: 1e6, maxBytes: 1e9 })
    expect(rows.length).toBeGreaterThan(0)
    expect(more).toBe(true)
    const text = `only the first ${rows.length.toLocaleString('en-US')} rows came within 2 seconds`
    expect(limited).toEqual([{ by: 'seconds', at: 2, text }])
  })

  test('is stopped as well where the dataset has the limits', async () => {
    const sql = 'select 1 from range(10000000) a, range(10000000) b where a.range + b.range < 0'
    const began = performance.now()
    await expect(dataset.within({ seconds: 0.5 }).sql(sql).count()).rejects.toMatchObject({
      code: 'query_timeout',
      message: 'the query gave no row within 0.5 seconds and was stopped',
    })
    await expect(
      dataset
        .within({ signal: AbortSignal.timeout(200) })
        .sql(sql)
        .count(),
    ).rejects.toThrow('timeout')
    await expect(dataset.within({ signal: AbortSignal.abort() }).loads()).rejects.toThrow('aborted')
    expect(performance.now() - began).toBeLessThan(10_000)
    await using writer = await connectDuckDb(file())
    expect(await writer.rows('select count(*) from ds.users')).toEqual([[3n]])
  })

  test('stops when the reader goes', async () => {
    const sql = 'select 1 from range(10000000) a, range(10000000) b where a.range + b.range < 0'
    await expect(dataset.read(sql, { signal: AbortSignal.timeout(200) })).rejects.toThrow('timeout')
  })

  test('does not take more memory than is bounded', async () => {
    const sql = "with recursive r(s) as (select 'xxxxxxxx' union all select s || s from r) select max(length(s)) from r"
    await expect(dataset.read(sql, { seconds: 20 })).rejects.toMatchObject({
      code: expect.stringMatching(/out_of_memory|query_timeout|bad_sql|database_error/),
    })
    expect(process.memoryUsage.rss()).toBeLessThan(4e9)
  })
})

describe('a file in use', () => {
  test('by another process is told at once, with its number', async () => {
    const script = `import { DuckDBInstance } from '@duckdb/node-api'
      const instance = await DuckDBInstance.create(${JSON.stringify(file())})
      const connection = await instance.connect()
      console.log('open')
      process.stdin.on('end', () => { connection.closeSync(); instance.closeSync(); process.exit() }).resume()`
    const other = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
    const ended = once(other, 'exit')
    await once(other.stdout, 'data')
    const began = performance.now()
    await expect(dataset.read('from users')).rejects.toMatchObject({
      code: 'duckdb_file_held',
      message: expect.stringContaining(`process ${other.pid}`),
    })
    expect(performance.now() - began).toBeLessThan(8_000)
    const waiting = dataset.read('from users', { waitSeconds: 20 })
    other.stdin.end()
    expect((await waiting).rows).toHaveLength(3)
    await ended
  })

  test('for writing by this process is not shared with statements of others, and with the own ones it is', async () => {
    {
      await using _writer = await connectDuckDb(file())
      await expect(dataset.read('from users')).rejects.toMatchObject({
        code: 'duckdb_file_held',
        message: expect.stringContaining(`is being loaded into in this process (pid ${process.pid})`),
        hint: 'Wait until the load is done, then read again; waitSeconds lets the query wait.',
      })
      expect(await dataset.table('users').count()).toBe(3)
    }
    expect((await dataset.read('from users')).rows).toHaveLength(3)
  })

  test('for reading by this process is shared', async () => {
    const rows = dataset.table('users').stream()
    await rows[Symbol.asyncIterator]().next()
    expect((await dataset.read('from users')).rows).toHaveLength(3)
    for await (const _ of rows) break
  })

  test('is waited for by a load while it is read', async () => {
    const reading = dataset.read('select 1 from range(10000000) a, range(10000000) b where a.range + b.range < 0', {
      seconds: 1,
    })
    const failed = reading.catch((error: unknown) => error)
    await dataset.table('users').count()
    await using writer = await connectDuckDb(file())
    expect(await writer.rows('select count(*) from ds.users')).toEqual([[3n]])
    expect(await failed).toMatchObject({ code: 'query_timeout' })
  })
})

test.each([
  [{ maxRows: 0 }, 'maxRows takes a whole number from 1 on, not 0'],
  [{ maxBytes: 1.5 }, 'maxBytes takes a whole number from 1 on, not 1.5'],
  [{ seconds: 26 }, 'seconds takes more than 0 and at most 25, so that no load waits in vain for the file, not 26'],
  [{ waitSeconds: -1 }, 'waitSeconds takes from 0 to 600, not -1'],
])('limits that make no sense are refused: %o', async (limits, message) => {
  await expect(dataset.read('from users', limits)).rejects.toMatchObject({ code: 'bad_limit', message })
})
