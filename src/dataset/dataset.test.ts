import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectDuckDb } from '../duckdb/connection.ts'
import type { Column, Schema, Table } from '../schema/stored.ts'
import type { Operator } from './condition.ts'
import { createDataset } from './dataset.ts'
import type { QueryValue } from './query-dialect.ts'

let dir: string
let path: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tolva-dataset-'))
  path = join(dir, 'ds.duckdb')
  await using connection = await connectDuckDb(path)
  for (const sql of [
    'create schema ds',
    'use ds.ds',
    `create table users (id bigint, name varchar, score double, ok boolean, seen timestamptz, born date, wall timestamp,
       price decimal(38,9), amount decimal(38,0), raw blob, extra json)`,
    `insert into users values
       (1, 'Ada', 1.5, true, '2024-01-02 03:04:05.678901+02', '1815-12-10', '2024-01-02 03:04:05', 1.5, 12345678901234567890, 'a\\x00b', '{"a":[1,null]}'),
       (2, 'O''Neil', null, false, null, null, null, null, null, null, null),
       (3, null, 0.0, null, null, null, null, null, null, null, '"text"')`,
    'create table users__tags (value varchar, _dlt_parent_id varchar)',
    `insert into users__tags values ('x', 'p')`,
    'create table big (n bigint)',
    'insert into big values (1), (9007199254740993)',
    'create table _dlt_loads (load_id varchar, schema_name varchar, status bigint, inserted_at timestamptz, schema_version_hash varchar)',
    `insert into _dlt_loads values ('1.5', 's', 0, '2024-01-01 00:00:00+00', 'h'), ('2.5', 's', 0, '2024-01-02 00:00:00+00', 'h')`,
  ]) {
    await connection.execute(sql)
  }
})

afterAll(() => rm(dir, { recursive: true }))

function table(name: string, columns: Readonly<Record<string, Column['data_type']>>): [string, Table] {
  const entries = Object.entries(columns).map(([key, type]): [string, Column] => [
    key,
    { name: key, ...(type && { data_type: type }) },
  ])
  return [name, { name, columns: new Map(entries) }]
}

const schema: Schema = {
  name: 's',
  version: 1,
  version_hash: 'h',
  engine_version: 11,
  previous_hashes: [],
  tables: new Map([
    table('users', {
      id: 'bigint',
      name: 'text',
      score: 'double',
      ok: 'bool',
      seen: 'timestamp',
      born: 'date',
      wall: 'timestamp',
      price: 'decimal',
      amount: 'wei',
      raw: 'binary',
      extra: 'json',
      never_filled: undefined,
    }),
    table('users__tags', { value: 'text', _dlt_parent_id: 'text' }),
    table('big', { n: 'bigint' }),
    table('not_loaded_yet', { id: 'bigint' }),
    table('empty_hint', { id: undefined }),
    table('_dlt_loads', {
      load_id: 'text',
      schema_name: 'text',
      status: 'bigint',
      inserted_at: 'timestamp',
      schema_version_hash: 'text',
    }),
  ]),
  settings: {},
  normalizers: { names: 'snake_case' },
}

let opened = 0

const dataset = createDataset({
  name: 'ds',
  destinationName: 'duckdb',
  schemas: async () => new Map([['s', schema]]),
  async connect() {
    opened++
    const connection = await connectDuckDb(path, { readOnly: true, dataset: 'ds' })
    return {
      stream: (sql, params = []) =>
        connection.stream(
          sql,
          params.map((param) => (typeof param === 'number' ? param : String(param))),
        ),
      async columns(tables) {
        const rows = await connection.rows(
          `select table_name, column_name, data_type from information_schema.columns where table_schema = 'ds'`,
        )
        const found = rows.filter(([name]) => tables.includes(String(name)))
        return new Map(
          found.map(([name, column, type]) => [
            String(name),
            [{ name: String(column), type: String(type), nullable: true }],
          ]),
        )
      },
      [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
    }
  },
})

const users = dataset.table('users')

describe('values', () => {
  test('leave as the table of types says', async () => {
    expect(await users.where({ id: 1 }).first()).toEqual({
      id: 1,
      name: 'Ada',
      score: 1.5,
      ok: true,
      seen: '2024-01-02T01:04:05.678901Z',
      born: '1815-12-10',
      wall: '2024-01-02T03:04:05.000000',
      price: '1.500000000',
      amount: '12345678901234567890',
      raw: new Uint8Array([97, 0, 98]),
      extra: { a: [1, null] },
    })
  })

  test('of nothing are null in every type', async () => {
    const row = await users.select('score', 'seen', 'price', 'amount', 'raw', 'extra').where({ id: 2 }).first()
    expect(Object.values(row ?? {})).toEqual([null, null, null, null, null, null])
  })

  test('that are whole numbers beyond 2^53 are refused until bigint is asked for', async () => {
    const big = dataset.table('big').orderBy('n')
    const error = await big.rows().catch(String)
    expect(error).toContain('n holds a whole number beyond 2^53')
    expect(error).toContain("rows({ bigint: 'bigint' })")
    expect(await big.rows({ bigint: 'bigint' })).toEqual([{ n: 1n }, { n: 9007199254740993n }])
    expect(await big.head(1).rows()).toEqual([{ n: 1 }])
  })

  test('that are points in time become Date when asked for', async () => {
    const row = await users.select('seen', 'wall').where({ id: 1 }).first({ timestamp: 'date' })
    expect(row).toEqual({ seen: new Date('2024-01-02T01:04:05.678Z'), wall: new Date('2024-01-02T03:04:05Z') })
  })

  test('of free SQL follow the engine’s types', async () => {
    const row = await dataset
      .sql('select sum(id) as total, max(extra) as extra, 1::decimal(9,2) as d from users')
      .first()
    expect(row).toEqual({ total: 6, extra: { a: [1, null] }, d: '1.00' })
  })
})

describe('where', () => {
  test.each([
    ['eq', 'Ada', [1]],
    ['eq', "O'Neil", [2]],
    ['ne', 'Ada', [2]],
    ['eq', null, [3]],
    ['ne', null, [1, 2]],
    ['gt', 'B', [2]],
    ['in', ['Ada', "O'Neil"], [1, 2]],
    ['not_in', ['Ada'], [2]],
    ['in', [], []],
    ['not_in', [], [1, 2, 3]],
  ] as const)('name %s %j', async (operator, value, ids) => {
    const rows = await users.select('id').where('name', operator, value).orderBy('id').rows()
    expect(rows.map(({ id }) => id)).toEqual(ids)
  })

  test('compares numbers, dates and times', async () => {
    const count = (column: string, operator: Operator, value: QueryValue) =>
      users.where(column, operator, value).count()
    expect(await count('id', 'gte', 2)).toBe(2)
    expect(await count('id', 'lt', 2n)).toBe(1)
    expect(await count('seen', 'lte', new Date('2024-01-02T01:04:06Z'))).toBe(1)
    expect(await count('born', 'eq', '1815-12-10')).toBe(1)
    expect(await users.where({ ok: true, id: 1 }).count()).toBe(1)
  })

  test('no text can leave its quotes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        fc.pre(!text.includes('\0') && text.isWellFormed())
        expect(await users.where('name', 'in', [text, 'Ada']).count()).toBeLessThanOrEqual(2)
        const row = await dataset.table('users').where('name', 'eq', text).limit(0).rows()
        expect(row).toEqual([])
      }),
      { numRuns: 20 },
    )
  })

  test('refuses operators and values that do not fit', () => {
    expect(() => users.where('id', 'in', 1)).toThrow('in on id takes a list')
    expect(() => users.where('id', 'eq', [1])).toThrow('eq on id takes one value')
    expect(() => users.where('id', 'gt', null)).toThrow('cannot compare with null')
    expect(() => users.where('id', 'eq', Number.NaN)).toThrow('finite number')
    expect(() => users.limit(1.5)).toThrow('limit takes a whole number')
  })
})

test('the SQL is what runs, and relations are immutable', async () => {
  const two = users.select('id', 'name').where('id', 'gt', 1).orderBy('name', 'desc').limit(2)
  expect(await two.toSql()).toBe('SELECT "id", "name" FROM "ds"."users" WHERE "id" > 1 ORDER BY "name" DESC LIMIT 2')
  expect(await users.toSql()).toBe('SELECT * FROM "ds"."users"')
  expect(await two.limit(9).toSql()).toContain('LIMIT 2')
})

test('unknown tables and columns fail before a connection is opened, naming near ones', async () => {
  const before = opened
  const failure = (run: Promise<unknown>) => run.catch(String)
  expect(await failure(dataset.table('user').rows())).toContain('did you mean users?')
  expect(await failure(dataset.table('usersTags').rows())).toContain('did you mean users__tags')
  expect(await failure(users.select('nmae').rows())).toContain('did you mean name?')
  expect(await failure(users.where({ never_filled: 1 }).count())).toContain('has no column never_filled')
  expect(await failure(users.orderBy('sco_re').first())).toContain('did you mean score?')
  expect(opened).toBe(before)
})

test('rows can be read one by one, and leaving early closes the file', async () => {
  for await (const row of users.orderBy('id')) {
    expect(row.id).toBe(1)
    break
  }
  await using writable = await connectDuckDb(path)
  expect(await writable.rows('select 1')).toEqual([[1n]])
})

test('nested tables are tables', async () => {
  expect(await dataset.table('users__tags').select('value').rows()).toEqual([{ value: 'x' }])
})

test('tables, row counts and loads', async () => {
  expect(await dataset.tables()).toEqual(['users', 'users__tags', 'big', 'not_loaded_yet'])
  expect(await dataset.tables({ systemTables: true })).toContain('_dlt_loads')
  expect(await dataset.rowCounts()).toEqual({ users: 3, users__tags: 1, big: 2 })
  expect(await dataset.rowCounts({ systemTables: true })).toMatchObject({ _dlt_loads: 2 })
  expect((await dataset.loads()).map(({ loadId, status }) => [loadId, status])).toEqual([
    ['2.5', 0],
    ['1.5', 0],
  ])
})

test('free SQL takes parameters, further clauses and no writes', async () => {
  const query = dataset.sql('select id, name from users where id >= $1;', [2])
  expect(await query.count()).toBe(2)
  expect(await query.select('id').where('id', 'gt', 2).rows()).toEqual([{ id: 3 }])
  expect(() => dataset.sql('drop table users')).toThrow('begins with DROP')
})

test('df gives a table to compute with: numbers, dates, nulls', async () => {
  const df = await users.select('id', 'seen', 'born', 'wall', 'price', 'extra').orderBy('id').df()
  expect([df.numRows(), df.columnNames()]).toEqual([3, ['id', 'seen', 'born', 'wall', 'price', 'extra']])
  expect(df.object(0)).toEqual({
    id: 1,
    seen: new Date('2024-01-02T01:04:05.678Z'),
    born: new Date('1815-12-10'),
    wall: new Date('2024-01-02T03:04:05Z'),
    price: 1.5,
    extra: { a: [1, null] },
  })
  expect(df.object(1)).toMatchObject({ id: 2, seen: null, price: null })
  expect((await dataset.table('big').df()).array('n')).toEqual([1n, 9007199254740993n])
  expect((await users.where('id', 'lt', 0).df()).numRows()).toBe(0)
})

test('tables of arrow and df print their first rows', async () => {
  const rows = users.select('id', 'name').orderBy('id')
  const head = ['id  name', '──  ──────', ' 1  Ada', " 2  O'Neil", ' 3', '3 rows × 2 columns'].join('\n')
  expect(inspect(await rows.df())).toBe(head)
  expect(inspect(await rows.arrow())).toBe(head)
  const many = await dataset.sql('select range as n from range(1200)').df()
  expect(inspect(many).split('\n').slice(-3)).toEqual(['9', '…', '1,200 rows × 1 column'])
  // The libraries' own tables print as ever.
  expect(inspect(many.filter('d => d.n < 2'))).not.toContain(' × ')
})

test('arrow keeps microseconds, 64-bit integers and nulls', async () => {
  const arrow = await users.select('id', 'seen', 'ok', 'price', 'extra', 'born').orderBy('id').arrow()
  const seen = arrow.getChild('seen')
  expect(arrow.numRows).toBe(3)
  expect(String(arrow.schema.fields.map(({ type }) => type))).toBe(
    'Int64,Timestamp<MICROSECOND, UTC>,Bool,Utf8,Utf8,Date32<DAY>',
  )
  expect(arrow.getChild('id')?.toArray()).toEqual(new BigInt64Array([1n, 2n, 3n]))
  expect(seen?.data[0]?.values[0]).toBe(BigInt(Date.UTC(2024, 0, 2, 1, 4, 5)) * 1000n + 678901n)
  expect([seen?.nullCount, seen?.get(1)]).toEqual([2, null])
})

describe('pages', () => {
  test('pass over rows, and add up', async () => {
    const ids = dataset.table('users').select('id').orderBy('id')
    const all = (await ids.rows()).map(({ id }) => id)
    expect((await ids.offset(1).rows()).map(({ id }) => id)).toEqual(all.slice(1))
    expect((await ids.offset(1).offset(1).limit(1).rows()).map(({ id }) => id)).toEqual(all.slice(2, 3))
    expect(() => ids.offset(-1)).toThrow('offset takes a whole number, not -1')
  })
})

describe('contains', () => {
  test('finds a part of a text in upper or lower case, also of what is no text', async () => {
    expect(await users.where('name', 'contains', 'AD').select('name').rows()).toEqual([{ name: 'Ada' }])
    expect(await users.where('id', 'contains', '1').count()).toBeGreaterThan(0)
    expect(await users.where('name', 'contains', "%'").count()).toBe(0)
  })

  test('takes a text', () => {
    expect(() => users.where('name', 'contains', 5)).toThrow('contains on name takes a text')
  })
})

test('statements of others are refused where nobody can judge them', async () => {
  await expect(dataset.read('select 1')).rejects.toMatchObject({ code: 'sql_not_supported' })
})
