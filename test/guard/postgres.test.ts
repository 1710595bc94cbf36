import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { postgres } from '../../src/destinations/postgres/index.ts'
import { type Dataset, pipeline } from '../../src/index.ts'
import { busyReads } from '../postgres/busy-reads.ts'
import { useDatabase } from '../postgres/use-database.ts'
import { loadUsers } from './load-users.ts'
import { POSTGRES_ATTACKS, POSTGRES_HONEST } from './postgres-statements.ts'

let folder = ''
let dataset: Dataset
const db = useDatabase()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-guarded-pg-'))
  dataset = (await loadUsers(postgres(db().url), folder)).dataset()
  const client = new pg.Client(db().url)
  await client.connect()
  await client.query(`create schema other; create table other.secret as select 'hunter2' as x;
    create view ds.leak as select * from other.secret;
    create function ds.steal() returns text language sql as $$ select x from other.secret $$`)
  await client.end()
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

test.each(POSTGRES_ATTACKS)('is refused: %s', async (sql, code) => {
  await expect(dataset.read(sql)).rejects.toMatchObject({ code })
})

test.each(POSTGRES_HONEST)('is read: %s', async (sql) => {
  const grid = await dataset.read(sql)
  expect(grid.columns.length).toBeGreaterThan(0)
  expect(grid.limited).toEqual([])
})

test('what changes something is refused by the server, too', async () => {
  const changing = pipeline({
    name: 'guarded',
    destination: postgres(db().url),
    dataset: 'ds',
    dataDir: folder,
    projectDir: folder,
    env: {},
  })
  // The own code's tokens do not know what its own function does.
  const client = new pg.Client(db().url)
  await client.connect()
  await client.query(`create function ds.change() returns int language sql as $$ delete from ds.users returning 1 $$`)
  await client.end()
  const sql = changing.dataset().sql('select change()')
  await expect(sql.limited()).rejects.toMatchObject({ code: 'read_only' })
  // As `tolva query` reads.
  await expect(sql.grid()).rejects.toMatchObject({ code: 'read_only' })
})

const ENDLESS = 'select count(*) from generate_series(1, 100000) a, generate_series(1, 1000000) b'

test('a statement that takes too long is stopped at the server', async () => {
  const refused = expect(dataset.read(ENDLESS, { seconds: 5 })).rejects.toMatchObject({ code: 'query_timeout' })
  await expect.poll(() => busyReads(db())).toBe(1)
  await refused
  await expect.poll(() => busyReads(db())).toBe(0)
})

test('a reader that goes stops the statement', async () => {
  const leave = new AbortController()
  const left = expect(dataset.read(ENDLESS, { signal: leave.signal })).rejects.toThrow('aborted')
  await expect.poll(() => busyReads(db())).toBe(1)
  leave.abort()
  await left
  await expect.poll(() => busyReads(db())).toBe(0)
})

test('many rows are read up to the limit, wide ones too', async () => {
  const many = await dataset.read('select n from generate_series(1, 100000) as s(n)', { maxRows: 2_500 })
  expect(many.rows).toHaveLength(2_500)
  expect(many.rows.at(-1)).toEqual([2_500])
  const wide = await dataset.read("select n, repeat('x', 10000) from generate_series(1, 100000) as s(n)", {
    maxBytes: 500_000,
  })
  expect(wide.rows).toHaveLength(49)
  expect(wide.limited).toMatchObject([{ by: 'bytes', at: 500_000 }])
})
