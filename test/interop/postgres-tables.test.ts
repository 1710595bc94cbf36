import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { postgres } from '../../src/destinations/postgres/index.ts'
import { pipeline, resource } from '../../src/index.ts'
import { NO_POSTGRES, type TestDatabase, testDatabase } from '../postgres/database.ts'
import { NO_PYTHON, runPython, testPython } from './python.ts'

type Rows = readonly Readonly<Record<string, unknown>>[]

/** dlt's hints and ours. */
const COLUMNS = {
  small: [
    { data_type: 'bigint', precision: 16 },
    { dataType: 'bigint', precision: 16 },
  ],
  medium: [
    { data_type: 'bigint', precision: 32 },
    { dataType: 'bigint', precision: 32 },
  ],
  code: [
    { data_type: 'text', precision: 8 },
    { dataType: 'text', precision: 8 },
  ],
  price: [
    { data_type: 'decimal', precision: 10, scale: 2 },
    { dataType: 'decimal', precision: 10, scale: 2 },
  ],
  amount: [{ data_type: 'decimal' }, { dataType: 'decimal' }],
  coins: [{ data_type: 'wei' }, { dataType: 'wei' }],
  local: [
    { data_type: 'timestamp', timezone: false },
    { dataType: 'timestamp', timezone: false },
  ],
  millis: [
    { data_type: 'timestamp', precision: 3 },
    { dataType: 'timestamp', precision: 3 },
  ],
  clock: [{ data_type: 'time' }, { dataType: 'time' }],
  day: [{ data_type: 'date' }, { dataType: 'date' }],
  document: [{ data_type: 'json' }, { dataType: 'json' }],
  key: [
    { data_type: 'text', unique: true, nullable: false },
    { dataType: 'text', unique: true, nullable: false },
  ],
} as const

const rows = (from: number, to: number): Rows =>
  Array.from({ length: to - from }, (_, index) => ({
    id: from + index,
    small: index,
    medium: index,
    code: 'code',
    price: '1.50',
    amount: '2.5',
    coins: '7',
    local: '2024-01-02T03:04:05',
    millis: '2024-01-02T03:04:05.123Z',
    clock: '03:04:05',
    day: '2024-01-02',
    document: { a: [1, { b: null }] },
    key: `k${from + index}`,
    when: '2024-01-02T03:04:05.123456Z',
    ratio: 1.5,
    truth: true,
    items: [{ n: 1, tags: ['a'] }],
  }))

let folder = ''
let python: string | undefined
let database: TestDatabase | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-postgres-tables-'))
  python = testPython()
  database = await testDatabase()
})
afterAll(async () => {
  await database?.close()
  await rm(folder, { recursive: true, force: true })
})

test('tolva and dlt make the same tables in PostgreSQL and go on in each other’s', { timeout: 180_000 }, async ({
  skip,
}) => {
  if (python === undefined) return skip(NO_PYTHON)
  if (database === undefined) return skip(NO_POSTGRES)
  const [program, db] = [python, database]
  const hints = (at: 0 | 1) => Object.fromEntries(Object.entries(COLUMNS).map(([name, both]) => [name, both[at]]))
  const dlt = async (dataset: string, batch: Rows) => {
    const cwd = join(folder, dataset)
    await mkdir(cwd, { recursive: true })
    const request = { url: db.url, dataset, rows: batch, columns: hints(0) }
    return runPython({ python: program, script: 'load_into_postgres.py', cwd }, request)
  }
  const tolva = async (dataset: string, batch: Rows) => {
    const dataDir = join(folder, dataset, 'tolva')
    const options = { name: 'shop', dataset, dataDir, projectDir: folder, env: {} }
    const shop = pipeline({ ...options, destination: postgres(db.url) })
    const merge = { name: 't', primaryKey: 'id', writeDisposition: 'merge', columns: hints(1) } as const
    await shop.run(resource(merge, batch))
    const [schema] = [...(await shop.schemas()).values()]
    return { hash: schema?.version_hash, version: schema?.version, counts: await shop.dataset().rowCounts() }
  }

  const [first, ours] = [await dlt('theirs', rows(0, 3)), await tolva('ours', rows(0, 3))]
  expect(ours).toEqual(first)
  expect(await tablesOf(db, 'ours')).toEqual(await tablesOf(db, 'theirs'))
  expect(await tolva('theirs', rows(2, 5))).toMatchObject({ ...ours, counts: { t: 5, t__items: 5, t__items__tags: 5 } })
  expect(await dlt('ours', rows(2, 5))).toMatchObject({ ...ours, counts: { t: 5, t__items: 5, t__items__tags: 5 } })
  expect(await tolva('ours', rows(4, 8))).toMatchObject({ counts: { t: 8, t__items: 8, t__items__tags: 8 } })
  expect(await dlt('theirs', rows(4, 8))).toMatchObject({ counts: { t: 8, t__items: 8, t__items__tags: 8 } })
  expect(await tablesOf(db, 'ours')).toEqual(await tablesOf(db, 'theirs'))
})

/** Columns with types and constraints, and indexes, of all tables. */
async function tablesOf({ query }: TestDatabase, dataset: string): Promise<readonly unknown[]> {
  const columns = await query(
    `SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attnum
     FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
     WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r' AND a.attnum > 0 ORDER BY c.relname, a.attnum`,
    [dataset],
  )
  const indexes = await query(
    `SELECT replace(indexdef, ' ON ' || schemaname || '.', ' ON ') AS indexdef FROM pg_indexes WHERE schemaname = $1 ORDER BY 1`,
    [dataset],
  )
  return [...columns, ...indexes]
}
