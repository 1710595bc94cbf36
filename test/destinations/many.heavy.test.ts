import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { postgres } from '../../src/destinations/postgres/index.ts'
import { duckdb, pipeline } from '../../src/index.ts'
import { NO_POSTGRES, type TestDatabase, testDatabase } from '../postgres/database.ts'
import { type ManyJob, runOne } from './one-of-many.ts'

const CHILD = fileURLToPath(new URL('one-of-many.ts', import.meta.url))
const ROWS = 50
const HERE = 14
const ELSEWHERE = 6

let folder = ''
let database: TestDatabase | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-many-'))
  database = await testDatabase()
})
afterAll(async () => {
  await database?.close()
  await rm(folder, { recursive: true, force: true })
})

async function runElsewhere(job: ManyJob): Promise<void> {
  await promisify(execFile)(process.execPath, [CHILD], { env: { ...process.env, MANY_JOB: JSON.stringify(job) } })
}

test.for(['postgres', 'duckdb'] as const)(
  'twenty pipelines, in this process and in others, make and change one dataset in %s at once',
  { timeout: 120_000 },
  async (kind, { skip }) => {
    if (kind === 'postgres' && database === undefined) return skip(NO_POSTGRES)
    const file = join(folder, 'shared.duckdb')
    const home = join(folder, kind)
    const target = database !== undefined && kind === 'postgres' ? { postgres: database.url } : { duckdb: file }
    const round = (which: readonly number[], columnsOf: (at: number) => readonly string[]) =>
      Promise.all(
        which.map(async (at) => {
          const job = { name: `p${at}`, database: target, folder: home, rows: ROWS, columns: columnsOf(at) }
          await (at < HERE ? runOne(job) : runElsewhere(job))
        }),
      )
    const all = Array.from({ length: HERE + ELSEWHERE }, (_, at) => at)
    const some = all.filter((at) => at % 2 === 1)
    // Everybody makes the dataset, dlt's tables and the same tables; then half of them add one column of all and one of its own.
    await round(all, () => [])
    await round(some, (at) => ['of_all', `of_${at}`])
    const look = pipeline({
      name: 'p0',
      destination: 'postgres' in target ? postgres(target.postgres) : duckdb(target.duckdb),
      dataset: 'shared',
      dataDir: home,
      projectDir: home,
      env: {},
    }).dataset()
    const count = async (sql: string) => Number(Object.values((await look.sql(sql).rows())[0] ?? {})[0])
    const [first, second] = [all.length * ROWS, some.length * ROWS]
    expect(await count('SELECT count(*) FROM everybody')).toBe(first + second)
    expect(await count('SELECT count(*) FROM everybody__list')).toBe(first + second)
    expect(await count('SELECT count(of_all) FROM everybody')).toBe(second)
    expect(await count(`SELECT count(of_${some.at(-1)}) FROM everybody`)).toBe(ROWS)
    expect(await count('SELECT count(*) FROM merged')).toBe(first)
    expect(await count('SELECT count(*) FROM merged__list')).toBe(first)
    expect(await count('SELECT count(*) FROM _dlt_loads')).toBe(all.length + some.length)
    if (kind === 'duckdb') return
    // What is staged is a session's own, so that loads into one table do not meet there, and goes with it.
    const left = "SELECT count(*) AS n FROM pg_class WHERE relpersistence = 't' AND relkind = 'r'"
    await expect.poll(() => database?.query(left), { timeout: 10_000 }).toEqual([{ n: '0' }])
  },
)
