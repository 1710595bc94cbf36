import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pipeline, type RunOptions } from '../../src/index.ts'
import { type SqlDatabaseOptions, sqlDatabase, sqlTable } from '../../src/sources/sql-database/index.ts'
import { useDatabase } from '../postgres/use-database.ts'

const database = useDatabase()
let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tolva-read-postgres-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

const open = (name = 'p') => pipeline({ name, destination: 'duckdb', dataset: 'd', projectDir: dataDir, dataDir })

const TYPES = `
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE TABLE every_type (id bigint PRIMARY KEY, small smallint, price numeric(10,2) NOT NULL, note text, code varchar(5),
  body bytea, doc jsonb, list int[], at timestamp, zoned timestamptz, day date, clock time, zoned_clock timetz, single real,
  double double precision, flag boolean, key uuid, mood mood, checked positive, address inet, span interval, "Odd ""name" text);
INSERT INTO every_type SELECT i, i, i * 1.25, 'a"b' || chr(10) || 'é,' || i, '', '\\x00ff5c', '{"a": [1, 2.0, "x"]}', '{1,NULL}',
  '2024-01-02 03:04:05.123456', '2024-01-02 03:04:05+02', '2024-02-03', '12:13:14.5', '12:00:00+02', 0.1, 1e300, i % 2 = 0,
  ('00000000-0000-0000-0000-00000000000' || i)::uuid, 'happy', 7, '10.0.0.1', '1 day 02:00', 'odd' FROM generate_series(1, 2) i;
INSERT INTO every_type (id, price) VALUES (9007199254740993, -0.01)`

async function rowsOf(of: ReturnType<typeof open>, table: string) {
  const rows = await of.dataset().table(table).orderBy('id').rows({ bigint: 'bigint' })
  return rows.map(({ _dlt_id, _dlt_load_id, ...row }) => row)
}

const ids = async (of: ReturnType<typeof open>, table: string) =>
  (await of.dataset().table(table).select('id').rows()).map(({ id }) => Number(id)).sort((a, b) => a - b)

describe('a table of PostgreSQL', () => {
  it('arrives with the values and types it has there, in columns as in rows', async () => {
    await database().query(TYPES)
    const inColumns = open('in_columns')
    const info = await inColumns.run(sqlDatabase({ credentials: database().url, tableNames: ['every_type'] }))
    expect(info.rowCounts).toMatchObject({ every_type: 3 })
    const [first, , last] = await rowsOf(inColumns, 'every_type')
    expect(first).toEqual({
      id: 1n,
      small: 1n,
      price: '1.25',
      note: 'a"b\né,1',
      code: '',
      body: new Uint8Array([0, 255, 92]),
      doc: { a: [1, 2, 'x'] },
      list: [1, null],
      at: '2024-01-02T03:04:05.123456',
      zoned: '2024-01-02T01:04:05.000000Z',
      day: '2024-02-03',
      clock: '12:13:14.5',
      zoned_clock: '10:00:00',
      single: 0.1,
      double: 1e300,
      flag: false,
      key: '00000000-0000-0000-0000-000000000001',
      mood: 'happy',
      checked: 7n,
      address: '10.0.0.1',
      span: '1 day 02:00:00',
      odd_name: 'odd',
    })
    expect(last).toMatchObject({ id: 9007199254740993n, price: '-0.01', note: null, doc: null, at: null })
    const inRows = open('in_rows')
    await inRows.run(sqlTable({ credentials: database().url, table: 'every_type', incremental: { cursorPath: 'id' } }))
    expect(await rowsOf(inRows, 'every_type')).toEqual(await rowsOf(inColumns, 'every_type'))
    const columns = async (of: ReturnType<typeof open>) =>
      [...((await of.schemas()).get('sql_database')?.tables.get('every_type')?.columns.values() ?? [])].map(
        ({ incremental: _, ...column }) => column,
      )
    const without = (list: Awaited<ReturnType<typeof columns>>) => list.filter(({ name }) => name !== 'checked')
    expect(without(await columns(inRows))).toEqual(without(await columns(inColumns)))
  })

  it('gets ids that are its own, and none where dlt gives none', async () => {
    await database().query('CREATE TABLE with_ids AS SELECT i AS id FROM generate_series(1, 1000) i')
    const rows = async (name: string, options: SqlDatabaseOptions) => {
      const of = open(name)
      await of.run(sqlDatabase({ credentials: database().url, tableNames: ['with_ids'], chunkSize: 300, ...options }))
      return of.dataset().table('with_ids').rows()
    }
    const found = await rows('with', {})
    expect(new Set(found.map(({ _dlt_id: id }) => id)).size).toBe(1000)
    expect(found.every(({ _dlt_id: id }) => /^[\w+/]{14}$/.test(String(id)))).toBe(true)
    expect(Object.keys((await rows('without', { backend: 'pyarrow' }))[0] ?? {})).toEqual(['id'])
  })

  it('is read by a statement of its own, without columns that are not wanted', async () => {
    await database().query(
      'CREATE TABLE chosen AS SELECT i AS id, i * 2 AS twice, i * 3 AS thrice FROM generate_series(1, 9) i',
    )
    const of = open()
    const credentials = database().url
    await of.run(
      sqlDatabase({
        credentials,
        tableNames: ['chosen'],
        tables: { chosen: { excludedColumns: ['twice'], query: (select) => `${select} WHERE id > 7` } },
      }),
    )
    expect(await rowsOf(of, 'chosen')).toEqual([
      { id: 8n, thrice: 24n },
      { id: 9n, thrice: 27n },
    ])
    const summed = open('summed')
    await summed.run(
      sqlTable({ credentials, table: 'chosen', query: 'SELECT 1 AS id, sum(id) AS total FROM chosen -- all' }),
    )
    expect(await rowsOf(summed, 'chosen')).toEqual([{ id: 1n, total: 45n, twice: null, thrice: null }])
  })

  it('is found in its schema, with views where they are asked for', async () => {
    await database().query(`CREATE SCHEMA shop; CREATE TABLE shop.items (id int PRIMARY KEY, name text);
      INSERT INTO shop.items VALUES (1, 'a'); CREATE VIEW shop.named AS SELECT id, name FROM shop.items`)
    const names = async (options: SqlDatabaseOptions) => Object.keys((await open().run(sqlDatabase(options))).rowCounts)
    const of = { credentials: database().url, schema: 'shop' }
    expect(await names(of)).toEqual(expect.not.arrayContaining(['named']))
    expect(await names({ ...of, includeViews: true })).toEqual(expect.arrayContaining(['items', 'named']))
    expect(await names({ ...of, tableNames: ['named'] })).toEqual(expect.arrayContaining(['named']))
    await expect(names({ ...of, tableNames: ['Items'] })).rejects.toMatchObject({
      code: 'unknown_table',
      message: 'there is no table or view Items in schema shop',
    })
  })

  it('loads what is new by its cursor, rows at the last value once', async () => {
    await database().query(`CREATE TABLE growing (id int PRIMARY KEY, at timestamptz);
      INSERT INTO growing SELECT i, '2024-01-01Z'::timestamptz + i / 2 * interval '1 hour' FROM generate_series(1, 9) i`)
    const of = open()
    const source = () =>
      sqlTable({ credentials: database().url, table: 'growing', chunkSize: 4, incremental: { cursorPath: 'at' } })
    await of.run(source())
    await database().query(
      `INSERT INTO growing VALUES (10, '2024-01-01 04:00Z'), (11, '2024-01-02Z'), (12, '2023-01-01Z')`,
    )
    const second = await of.run(source())
    expect(second.rowCounts).toMatchObject({ growing: 2 })
    expect(await ids(of, 'growing')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  })

  it('raises a null at its cursor, that the database would have left out in silence', async () => {
    await database().query(
      `CREATE TABLE holes (id int PRIMARY KEY, at int); INSERT INTO holes VALUES (1, 1), (2, NULL)`,
    )
    const source = (onCursorValueMissing: 'raise' | 'exclude') =>
      sqlTable({
        credentials: database().url,
        table: 'holes',
        incremental: { cursorPath: 'at', initialValue: 0, onCursorValueMissing },
      })
    await expect(open('raising').run(source('raise'))).rejects.toMatchObject({ code: 'cursor_null' })
    const excluding = open('excluding')
    await excluding.run(source('exclude'))
    expect(await ids(excluding, 'holes')).toEqual([1])
  })

  it.each([
    ['in columns', {}],
    ['in rows', { incremental: { cursorPath: 'id' } }],
  ] as const)('that stops %s is gone on with behind what is loaded', async (_, hints) => {
    const table = `stopping_${Object.keys(hints).length}`
    await database().query(`CREATE TABLE ${table} (id int PRIMARY KEY, price numeric(10,2));
      INSERT INTO ${table} SELECT i, CASE WHEN i = 35 THEN 'NaN'::numeric ELSE i END FROM generate_series(1, 50) i`)
    const of = open()
    const options: RunOptions = { checkpoint: { pages: 1 } }
    const source = () => sqlTable({ credentials: database().url, table, chunkSize: 10, ...hints })
    await expect(of.run(source(), options)).rejects.toMatchObject({
      name: 'SourceError',
      context: { table, column: 'price' },
    })
    await database().query(`UPDATE ${table} SET price = 1 WHERE id IN (1, 35)`)
    const info = await of.run(source(), options)
    expect(info.rowCounts[table]).toBe(20)
    expect((await rowsOf(of, table)).map(({ price }) => price)).toEqual(
      Array.from({ length: 50 }, (_, i) => (i === 34 ? '1.00' : `${i + 1}.00`)),
    )
  })

  it('is left alone when a run has enough of it', async () => {
    await database().query(
      `CREATE TABLE large AS SELECT i AS id, repeat('x', 500) AS note FROM generate_series(1, 100000) i`,
    )
    const of = open()
    const source = sqlTable({ credentials: database().url, table: 'large', chunkSize: 1000 })
    await of.run(source, { limit: 2 })
    expect(await of.dataset().table('large').count()).toBe(2000)
    const busy = `SELECT 1 FROM pg_stat_activity WHERE application_name = 'tolva' AND state = 'active' AND query LIKE 'COPY%'`
    await expect.poll(() => database().query(busy), { timeout: 20_000 }).toEqual([])
  })

  it('leaves no file behind', async () => {
    await database().query('CREATE TABLE tidy AS SELECT i AS id FROM generate_series(1, 100) i')
    const left = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('tolva-sql-'))
    const before = await left()
    const of = open()
    await of.run(sqlTable({ credentials: database().url, table: 'tidy', chunkSize: 30 }))
    expect((await left()).filter((name) => !before.includes(name))).toEqual([])
  })

  it('names the row and column of a value that nothing can hold', async () => {
    await database().query(`CREATE TABLE odd AS SELECT 1 AS id, 'NaN'::numeric(5,1) AS price`)
    await expect(open().run(sqlTable({ credentials: database().url, table: 'odd' }))).rejects.toMatchObject({
      code: 'source_value_unreadable',
      message: expect.stringMatching(
        /^table odd: a value of column price cannot be read as DECIMAL\(5,1\) \(row 1\): Could not convert/,
      ),
      context: { table: 'odd', column: 'price', row: 0 },
    })
  })

  it('tells where no server is, without the password', async () => {
    const source = sqlDatabase({ credentials: 'postgresql://ada:geheim@127.0.0.1:1/shop' })
    await expect(open().run(source)).rejects.toMatchObject({
      code: 'source_connection_lost',
      message: expect.stringMatching(/^no connection to postgresql:\/\/ada:\*\*\*@127\.0\.0\.1:1\/shop/),
    })
  })
})
