import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { postgres } from '../../src/destinations/postgres/index.ts'
import { type Hints, pipeline, resource } from '../../src/index.ts'
import { silentLogger } from '../../src/log/logger.ts'
import { contents } from '../../src/testing/destination-suite/contents.ts'
import { NO_POOLER, type Pooler, poolerTo } from '../postgres/pooler.ts'
import { useDatabase } from '../postgres/use-database.ts'

const db = useDatabase()
let folder = ''
let pooler: Pooler | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-pooled-'))
})
afterAll(async () => {
  await pooler?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async ({ skip }) => {
  pooler ??= await poolerTo(db().url)
  if (pooler === undefined) skip(NO_POOLER)
})

function shop(dataset: string, credentials = pooler?.url ?? '') {
  const name = `${dataset}_pipeline`
  return pipeline({
    name,
    destination: postgres({ credentials, lockTimeout: 60 }),
    dataset,
    dataDir: join(folder, dataset),
    projectDir: folder,
    env: {},
  })
}

const MERGED: Hints = { primaryKey: 'id', writeDisposition: 'merge' }
const RUNS: readonly (readonly [Hints, readonly Readonly<Record<string, unknown>>[]])[] = [
  [{}, [{ id: 1, at: '2024-01-01T12:00:00+02:00', list: [{ n: 1 }, { n: 2 }] }]],
  [{}, [{ id: 2, added: 1.5, list: [{ n: 3, more: 'x' }] }]],
  [
    MERGED,
    [
      { id: 1, list: [{ n: 9 }] },
      { id: 3, later: true },
    ],
  ],
  [{ ...MERGED, writeDisposition: { disposition: 'merge', strategy: 'upsert' } }, [{ id: 3, later: false }, { id: 4 }]],
]

/** What is left of all runs, then of a replacement. */
async function loaded(dataset: string, url?: string): Promise<unknown> {
  const into = shop(dataset, url)
  for (const [hints, rows] of RUNS) await into.run(resource({ name: 't', ...hints }, rows))
  const merged = await contents(into)
  await into.run(resource({ name: 't', writeDisposition: 'replace' }, [{ id: 7, list: [{ n: 7 }] }]))
  return [merged, await contents(into)]
}

describe('through a pooler that lends sessions for a transaction', () => {
  test('all dispositions, new columns and queries come out as without it', async () => {
    expect(await loaded('pooled')).toEqual(await loaded('direct', db().url))
  })

  test('several pipelines load at once', async () => {
    const datasets = ['one', 'two', 'three']
    const [first, ...others] = await Promise.all(datasets.map((dataset) => loaded(dataset)))
    for (const other of others) expect(other).toEqual(first)
  })

  test('nothing is left of ours in the sessions of others', async () => {
    await loaded('tidy')
    const clients = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const client = new pg.Client({ connectionString: pooler?.url })
        await client.connect()
        await client.query('BEGIN')
        return client
      }),
    )
    const names = ['search_path', 'TimeZone', 'lock_timeout', 'default_transaction_read_only', 'bytea_output']
    const asked = names.map((name) => `current_setting('${name}') AS "${name}"`).join(', ')
    const temporary = `(SELECT count(*) FROM pg_class WHERE relpersistence = 't') AS temporary`
    const sql = `SELECT ${asked}, (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory') AS locks, ${temporary}`
    const [expected] = await db().query(sql)
    for (const client of clients) {
      const { rows } = await client.query(sql)
      expect(rows).toEqual([expected])
      await client.end()
    }
  })

  test('a session that only reads does so, whichever it is lent', async () => {
    await shop('guarded').run([{ id: 1 }], { tableName: 't' })
    const target = { pipeline: 'p', dataset: 'guarded', localDir: folder }
    const context = { signal: new AbortController().signal, logger: silentLogger, now: Date.now, emit: () => {} }
    await using loader = await postgres(pooler?.url ?? '').connect(
      target,
      { ...context, projectDir: folder },
      { readOnly: true },
    )
    for (let times = 0; times < 6; times += 1) {
      expect((await loader.columns(['t'])).get('t')).toHaveLength(3)
      await expect(loader.stream(`SELECT pg_notify('a', 'b') FROM t FOR UPDATE`)).rejects.toMatchObject({
        code: 'read_only',
      })
    }
    expect(await db().query('SELECT id FROM guarded.t')).toEqual([{ id: '1' }])
  })
})
