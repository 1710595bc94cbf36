import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ReplaceStrategy } from '../../src/capabilities/capabilities.ts'
import { postgres } from '../../src/destinations/postgres/index.ts'
import { type Destination, type Hints, pipeline, type RunEvent, resource } from '../../src/index.ts'
import { proxyTo, type Verdict } from '../postgres/proxy.ts'
import { useDatabase } from '../postgres/use-database.ts'

let folder = ''
let serial = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-pg-locks-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => {
  serial += 1
})
const db = useDatabase()

const shop = (destination: Destination = postgres(db().url)) =>
  pipeline({ name: `shop${serial}`, destination, dataset: `d${serial}`, dataDir: folder, projectDir: folder, env: {} })

type Row = Readonly<Record<string, unknown>>
const rows = (count: number, more: Row = {}): readonly Row[] =>
  Array.from({ length: count }, (_, id) => ({ id, text: 'x'.repeat(90), ...more }))

/** A session of somebody else's, who does not wait long. */
async function reader(
  application = 'report',
): Promise<AsyncDisposable & { ask(sql: string): Promise<readonly Row[]> }> {
  const client = new pg.Client({ connectionString: db().url, application_name: application })
  client.on('error', () => undefined)
  await client.connect()
  await client.query(`SET lock_timeout = '4s'`)
  return {
    ask: async (sql) => (await client.query(sql)).rows,
    [Symbol.asyncDispose]: () => client.end(),
  }
}

/** A way to the server on which a COPY stops half-way until it is let go. */
async function slowly() {
  const halfWay = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  let sent = 0
  let copying = false
  const proxy = await proxyTo(db().url, {
    async toServer(data): Promise<Verdict> {
      copying ||= data.includes('COPY ')
      if (!copying) return 'pass'
      sent += data.length
      if (sent < 1_000_000) return 'pass'
      halfWay.resolve()
      await go.promise
      return 'pass'
    },
  })
  return {
    url: proxy.url,
    halfWay: halfWay.promise,
    go: go.resolve,
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  }
}

const LOADS: readonly {
  readonly what: string
  readonly hints: Hints
  readonly more?: Row
  readonly replaceStrategy?: ReplaceStrategy
  readonly after: number
}[] = [
  { what: 'appends', hints: {}, after: 20_010 },
  { what: 'appends with a new column', hints: {}, more: { added: 1 }, after: 20_010 },
  { what: 'replaces', hints: { writeDisposition: 'replace' }, after: 20_000 },
  { what: 'replaces with a new column', hints: { writeDisposition: 'replace' }, more: { added: 1 }, after: 20_000 },
  { what: 'truncates', hints: { writeDisposition: 'replace' }, replaceStrategy: 'staging-optimized', after: 20_000 },
  { what: 'merges', hints: { primaryKey: 'id', writeDisposition: 'merge' }, after: 20_000 },
  {
    what: 'merges with a new column and a new nested table',
    hints: { primaryKey: 'id', writeDisposition: 'merge' },
    more: { added: 1, items: [1] },
    after: 20_000,
  },
  { what: 'widens a column', hints: { widen: true }, more: { n: 1.5 }, after: 20_010 },
]

describe('While rows go to PostgreSQL', () => {
  // Naively, ALTER TABLE or TRUNCATE is the first statement of the transaction that then copies: all of these wait.
  test.each(LOADS)('whoever reads or writes the table that it $what goes on', async (load) => {
    const { hints, more, replaceStrategy, after } = load
    const table = `d${serial}.t`
    await shop().run(resource({ name: 't', ...hints }, rows(10, { n: 1 })))
    await using slow = await slowly()
    await using other = await reader()
    const made = postgres({ credentials: slow.url, ...(replaceStrategy && { replaceStrategy }) })
    const run = shop(made).run(resource({ name: 't', ...hints }, rows(20_000, more)))
    await Promise.race([slow.halfWay, run])
    expect(await other.ask(`SELECT count(*)::int AS n FROM ${table}`)).toEqual([{ n: 10 }])
    await other.ask(`INSERT INTO ${table} (id, _dlt_load_id, _dlt_id) VALUES (-1, 'by hand', 'by hand')`)
    await other.ask(`DELETE FROM ${table} WHERE id = -1`)
    slow.go()
    await run
    expect(await other.ask(`SELECT count(*)::int AS n FROM ${table}`)).toEqual([{ n: after }])
  })

  test('whoever reads a table that is dropped and made anew goes on with the old one', async () => {
    await shop().run(resource({ name: 't' }, rows(10)))
    await using slow = await slowly()
    await using other = await reader()
    const run = shop(postgres(slow.url)).run(resource({ name: 't' }, rows(20_000)), { refresh: 'drop_resources' })
    await Promise.race([slow.halfWay, run])
    expect(await other.ask(`SELECT count(*)::int AS n FROM d${serial}.t`)).toEqual([{ n: 10 }])
    slow.go()
    await run
    expect(await other.ask(`SELECT count(*)::int AS n FROM d${serial}.t`)).toEqual([{ n: 20_000 }])
  })

  test('rows that do not fit leave the table without the new column', async () => {
    await shop().run(resource({ name: 't' }, rows(10)))
    const short = resource(
      { name: 't', columns: { code: { dataType: 'text', precision: 3 } } },
      rows(5, { code: 'long' }),
    )
    await expect(shop().run(short)).rejects.toMatchObject({ code: 'value_does_not_fit' })
    const columns = `SELECT attname FROM pg_attribute WHERE attrelid = 'd${serial}.t'::regclass AND attname = 'code'`
    expect(await db().query(columns)).toEqual([])
    await shop().abort()
    await shop().run(short.with({ columns: { code: { dataType: 'text', precision: 4 } } }))
    expect(await shop().dataset().table('t').count()).toBe(15)
  })

  test('a long reader is waited for and named, and lets short ones through', async () => {
    await shop().run(resource({ name: 't' }, rows(10)))
    await using long = await reader('monthly report')
    await using short = await reader()
    await long.ask('BEGIN')
    const [me] = await long.ask(`SELECT count(*), pg_backend_pid() AS pid FROM d${serial}.t`)
    const waiting = Promise.withResolvers<RunEvent>()
    const run = shop().run(resource({ name: 't' }, rows(5, { added: 1 })), {
      onEvent: (event) => event.type === 'waiting' && waiting.resolve(event),
    })
    const event = await Promise.race([waiting.promise, run])
    expect(event).toMatchObject({
      type: 'waiting',
      why: expect.stringMatching(
        new RegExp(`waits for session ${me?.pid} \\(user tolva, application monthly report, in a`),
      ),
    })
    expect(await short.ask(`SELECT count(*)::int AS n FROM d${serial}.t`)).toEqual([{ n: 10 }])
    await long.ask('COMMIT')
    await run
    expect(await short.ask(`SELECT count(*)::int AS n, count(added)::int AS a FROM d${serial}.t`)).toEqual([
      { n: 15, a: 5 },
    ])
  })

  test('a reader who does not end is an error that names him, and the next run goes on', async () => {
    await shop().run(resource({ name: 't' }, rows(10)))
    await using long = await reader('forgotten')
    await long.ask('BEGIN')
    const [me] = await long.ask(`SELECT count(*), pg_backend_pid() AS pid FROM d${serial}.t`)
    const impatient = postgres({ credentials: db().url, lockTimeout: 1.5 })
    const error = await shop(impatient)
      .run(resource({ name: 't' }, rows(5, { added: 1 })))
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'lock_timeout',
      message: expect.stringMatching(
        new RegExp(
          `^table t: .*it is held by session ${me?.pid} \\(user tolva, application forgotten, in a transaction since `,
        ),
      ),
      hint: expect.stringContaining(
        'Let that session finish, or end it with SELECT pg_terminate_backend(pid), then run again; or raise lock_timeout.',
      ),
    })
    expect(await long.ask(`SELECT count(*)::int AS n FROM d${serial}.t`)).toEqual([{ n: 10 }])
    const stop = new AbortController()
    const begun = performance.now()
    await expect(
      shop().retry({
        signal: stop.signal,
        onEvent: (event) => event.type === 'waiting' && stop.abort(new Error('enough')),
      }),
    ).rejects.toThrow('enough')
    expect(performance.now() - begun).toBeLessThan(10_000)
    await long.ask('COMMIT')
    await shop(impatient).load()
    expect(await shop().dataset().table('t').count()).toBe(15)
  })
})
