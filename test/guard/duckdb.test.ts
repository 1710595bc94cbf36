import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectDuckDb } from '../../src/duckdb/connection.ts'
import type { Dataset } from '../../src/index.ts'
import { ATTACKS } from './attacks.ts'
import { HONEST } from './honest.ts'
import { loadUsers } from './load-users.ts'

let folder = ''
let dataset: Dataset
const file = () => join(folder, 'guarded.duckdb')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-guard-'))
  dataset = (await loadUsers('duckdb', folder)).dataset()
  await writeFile(join(folder, 'secret.txt'), 'hunter2')
  await using own = await connectDuckDb(file())
  await own.execute('CREATE SCHEMA other')
  await own.execute("CREATE TABLE other.secret AS SELECT 'hunter2' AS x")
  await own.execute(`CREATE VIEW ds.leak AS SELECT content FROM read_text('${join(folder, 'secret.txt')}')`)
  await own.execute(`CREATE MACRO upper(x) AS (SELECT content FROM read_text('${join(folder, 'secret.txt')}'))`)
  await own.execute('CREATE OR REPLACE TABLE ds.wide AS SELECT 1 AS x')
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function failureOf(
  work: Promise<unknown>,
): Promise<{ readonly code?: string; readonly message?: string; readonly hint?: string }> {
  return work.then(
    () => ({}),
    (error: unknown) => (error instanceof Error ? error : {}),
  )
}

test.each(ATTACKS)('is refused: %s', async (sql, code) => {
  const { code: found, hint, message } = await failureOf(dataset.read(sql))
  expect(found).toBe(code)
  expect(hint).not.toBe('')
  expect(message).not.toContain('hunter2')
})

test.each(HONEST.filter((sql) => !sql.includes('upper(')))('is read: %s', async (sql) => {
  const grid = await dataset.read(sql)
  expect(grid.columns.length).toBeGreaterThan(0)
  expect(grid.limited).toEqual([])
})

describe('behind the guard', () => {
  test('what a macro of the file reads is out of reach', async () => {
    const failure = await failureOf(dataset.read("select upper('x')"))
    expect(failure.message).toContain('file system operations are disabled')
    expect(failure.message).not.toContain('hunter2')
  })

  test.each([
    'select * from ds.leak',
    "select * from read_text('/etc/passwd')",
    "from '/etc/passwd'",
    "copy users to '/tmp/stolen.csv'",
    "attach '/tmp/other.db'",
    "set memory_limit = '100GB'",
    'set enable_external_access = true',
    'set lock_configuration = false',
    'load httpfs',
    'create table ds.x as select 1',
    'delete from ds.users',
  ])('the database itself refuses: %s', async (sql) => {
    await using own = await connectDuckDb(file(), { readOnly: true, sealed: 'required', dataset: 'ds' })
    await expect(own.stream(sql)).rejects.toThrow()
  })
})
