import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { redshift } from '../../src/destinations/redshift/index.ts'
import type { Dataset } from '../../src/index.ts'
import { NO_POSTGRES } from '../postgres/database.ts'
import { type RedshiftDatabase, redshiftDatabase } from '../redshift/database.ts'
import { localBucket } from '../redshift/local-bucket.ts'
import { ATTACKS } from './attacks.ts'
import { loadUsers } from './load-users.ts'
import { POSTGRES_ATTACKS } from './postgres-statements.ts'

let folder = ''
let database: RedshiftDatabase
let dataset: Dataset
let found: RedshiftDatabase | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-guarded-redshift-'))
  found = await redshiftDatabase(localBucket(join(folder, 'bucket')))
  if (found === undefined) return
  database = found
  dataset = (await loadUsers(redshift(database.url), folder)).dataset()
  await asOwner(`create schema other; create table other.secret as select 'hunter2' as x;
    create function ds.change() returns int language sql as $$ delete from ds.users where false; select 1 $$`)
})
afterAll(async () => {
  await found?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(({ skip }) => {
  if (found === undefined) skip(NO_POSTGRES)
})

async function asOwner(sql: string): Promise<void> {
  const client = new pg.Client(database.url.replace(/^redshift:/, 'postgresql:'))
  await client.connect()
  await client.query(sql)
  await client.end()
}

test.each([...ATTACKS, ...POSTGRES_ATTACKS])('is refused, and Redshift never hears of it: %s', async (sql) => {
  const before = database.statements.length
  await expect(dataset.read(sql)).rejects.toMatchObject({ code: expect.stringMatching(/^(sql_|bad_sql$)/) })
  expect(database.statements.slice(before)).toEqual([])
})

test.each([
  ['select * from users', 3],
  ['select "name" from "users" order by "id" desc limit 1 offset 1', 1],
  ['select country, count(*) from ds.users group by country having count(*) > 1', 1],
  ["select date_trunc('month', created_at) as month, count(*) from users group by 1 order by 1", 2],
  ['select u.name, t.value from users u join users__tags t on t._dlt_parent_id = u._dlt_id', 2],
  ['with recursive r(n) as (select 1 union all select n + 1 from r where n < 10) select n from r', 10],
  ['select id, row_number() over (partition by country order by id) from users', 3],
])('is read: %s', async (sql, rows) => {
  const grid = await dataset.read(sql)
  expect(grid.rows).toHaveLength(rows)
  expect(grid.limited).toEqual([])
})

test('it is read in a transaction that only reads, with a time that the cluster keeps', async () => {
  const before = database.statements.length
  await dataset.read('select id from users', { seconds: 7 })
  const said = database.statements.slice(before)
  expect(said).toEqual(expect.arrayContaining(['SET statement_timeout TO 7000', 'BEGIN READ ONLY']))
  expect(said.indexOf('BEGIN READ ONLY')).toBeLessThan(said.findIndex((sql) => sql.includes('select id from users')))
})

test('what changes something is refused by the server, too', async () => {
  // Tokens do not know what a function of the cluster does.
  await expect(dataset.sql('select change()').limited()).rejects.toMatchObject({ code: 'read_only' })
  await expect(dataset.sql('select change()').grid()).rejects.toMatchObject({ code: 'read_only' })
})

test('a statement that takes too long is stopped, and many rows are read up to the limit', async () => {
  const slow = 'select count(*) from users a, users b, users c, users d, users e, users f, users g, users h'
  const endless = `with recursive r(n) as (select 1 union all select n + 1 from r) select count(*) from r`
  expect((await dataset.read(slow)).rows).toEqual([[3 ** 8]])
  await expect(dataset.read(endless, { seconds: 1 })).rejects.toMatchObject({ code: 'query_timeout' })
  const many = await dataset.read('select a.id from users a, users b, users c, users d', { maxRows: 20 })
  expect(many.rows).toHaveLength(20)
  expect(many.limited).toMatchObject([{ by: 'rows', at: 20 }])
})
