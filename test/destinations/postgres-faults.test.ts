import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { postgresCapabilities } from '../../src/destinations/postgres/capabilities.ts'
import { connectPostgres } from '../../src/destinations/postgres/connection.ts'
import { parseCredentials } from '../../src/destinations/postgres/credentials.ts'
import { postgresDialect } from '../../src/destinations/postgres/dialect.ts'
import { postgres } from '../../src/destinations/postgres/index.ts'
import { insertJobs } from '../../src/destinations/postgres/insert-jobs.ts'
import { connectLoader } from '../../src/destinations/postgres/loader.ts'
import { sqlLoader } from '../../src/destinations/sql/loader.ts'
import { datasetSession } from '../../src/destinations/sql/session.ts'
import { type Destination, pipeline, type RunEvent, resource } from '../../src/index.ts'
import { proxyTo, type Rule, type Verdict } from '../postgres/proxy.ts'
import { useDatabase } from '../postgres/use-database.ts'

let folder = ''
let serial = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-pg-faults-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => {
  serial += 1
})
const db = useDatabase()

const shop = (destination: Destination) =>
  pipeline({
    name: `shop${serial}`,
    destination,
    dataset: `d${serial}`,
    dataDir: folder,
    projectDir: folder,
    env: {},
  })

function credentialsOf(url: string) {
  const { host = '', database: name = '', username = '', ...rest } = parseCredentials(url)
  return { host, database: name, username, ...rest }
}

/** The destination with a watch that is quicker to take silence for a loss. */
function watchful(url: string): Destination {
  const real = postgres(url)
  const destination: Destination = {
    ...real,
    configure: async () => destination,
    connect: async ({ dataset }, context, { readOnly = false } = {}) =>
      connectLoader(
        {
          credentials: credentialsOf(url),
          dataset,
          readOnly,
          createIndexes: true,
          replaceStrategy: 'truncate-and-insert',
          watch: { lookMs: 50, silentMs: 500 },
        },
        context,
      ),
  }
  return destination
}

const ROWS = 20_000
/** Two megabytes of root rows, and a nested row below every hundredth. */
const orders = () =>
  resource(
    { name: 'orders' },
    Array.from({ length: ROWS }, (_, id) => ({ id, text: 'x'.repeat(90), ...(id % 100 === 0 && { items: [id] }) })),
  )

async function expectOnce(times = 1): Promise<void> {
  const count = async (table: string) => (await db().query(`SELECT count(*) AS n FROM d${serial}.${table}`))[0]?.n
  expect(await count('orders')).toBe(String(ROWS * times))
  expect(await count('orders__items')).toBe(String((ROWS / 100) * times))
  expect(await count('_dlt_loads')).toBe(String(times))
}

/** The COMMIT of the transaction that has written the row of the load. */
function atCommit(then: () => void): Rule {
  let isLast = false
  return (data) => {
    if (data.includes('INSERT INTO') && data.includes('_dlt_loads')) isLast = true
    if (isLast && data.includes('COMMIT')) then()
    return 'pass'
  }
}

describe('A load into PostgreSQL comes once', () => {
  test('where the connection ends while the answer to the COMMIT is on its way', async () => {
    let lost = false
    const gone: boolean[] = []
    await using proxy = await proxyTo(db().url, {
      toServer: atCommit(() => {
        lost = gone.length === 0
      }),
      toClient: () => {
        if (!lost) return 'pass'
        lost = false
        gone.push(true)
        return 'cut'
      },
    })
    const events: RunEvent[] = []
    const info = await shop(postgres(proxy.url)).run(orders(), { onEvent: (event) => events.push(event) })
    expect(gone).toEqual([true])
    expect(info.packages.map(({ state }) => state)).toEqual(['loaded'])
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'waiting', why: expect.stringContaining('connection') }),
    )
    await expectOnce()
    // Naively, what has no answer is done again: the load id in _dlt_loads is what tells that it was done.
    await shop(postgres(db().url)).run(orders())
    await expectOnce(2)
  })

  test('where the connection ends while the server still commits, so that its load id cannot be seen yet', async () => {
    await shop(postgres(db().url)).run(orders())
    // Deferred triggers run within the COMMIT. Naively, who asks _dlt_loads at once does not find the load and repeats it.
    await db().query(`CREATE FUNCTION d${serial}.slow() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_sleep(2); RETURN NEW; END'`)
    await db().query(`CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON d${serial}._dlt_loads DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION d${serial}.slow()`)
    let isLast = false
    let cuts = 0
    await using proxy = await proxyTo(db().url, {
      toServer(data) {
        if (data.includes('INSERT INTO') && data.includes('_dlt_loads')) isLast = true
        if (!isLast || cuts > 0 || !data.includes('COMMIT')) return 'pass'
        cuts += 1
        return 'last'
      },
    })
    await shop(postgres(proxy.url)).run(orders())
    expect(cuts).toBe(1)
    await expectOnce(2)
  })

  test('where the answer to the COMMIT never comes and the connection stays', async () => {
    const silent = new Set<number>()
    let isLast = false
    await using proxy = await proxyTo(db().url, {
      toServer: (data, connection) => {
        if (data.includes('INSERT INTO') && data.includes('_dlt_loads')) isLast = true
        if (isLast && data.includes('COMMIT') && silent.size === 0) silent.add(connection)
        return 'pass'
      },
      toClient: (_, connection) => (silent.has(connection) ? 'swallow' : 'pass'),
    })
    await shop(watchful(proxy.url)).run(orders())
    expect(silent.size).toBe(1)
    await expectOnce()
  })

  test('where nobody can look after it, however long it takes', async () => {
    let copying: number | undefined
    let refused = 0
    await using proxy = await proxyTo(db().url, {
      async toServer(data, connection) {
        if (data.includes('COPY ')) copying ??= connection
        if (copying === undefined) return 'pass'
        if (connection === copying) return new Promise((pass) => setTimeout(() => pass('pass'), 50))
        refused += 1
        return 'cut'
      },
    })
    await shop(watchful(proxy.url)).run(orders())
    expect(refused).toBeGreaterThan(3)
    await expectOnce()
  })

  test('where the rows stop to arrive and the connection stays', async () => {
    const silent = new Set<number>()
    let sent = 0
    await using proxy = await proxyTo(db().url, {
      toServer: (data, connection) => {
        sent += data.length
        if (sent > 700_000 && silent.size === 0) silent.add(connection)
        return silent.has(connection) ? new Promise(() => {}) : 'pass'
      },
    })
    await shop(watchful(proxy.url)).run(orders())
    expect(silent.size).toBe(1)
    await expectOnce()
  })

  test.each([0, 1, 500, 3_000, 4_000, 5_000, 100_000, 1_000_000, 2_000_000, 2_300_000])(
    'where the connection is cut after %i bytes',
    async (bytes) => {
      let sent = 0
      let cuts = 0
      await using proxy = await proxyTo(db().url, {
        toServer: (data) => {
          sent += data.length
          if (cuts > 0 || sent <= bytes) return 'pass'
          cuts += 1
          return 'cut'
        },
      })
      // The state is asked for before anything is prepared; a run that cannot do that ends with the reason.
      const begun = await shop(postgres(proxy.url))
        .run(orders())
        .catch((error: unknown) => error)
      expect(cuts).toBe(1)
      if (begun instanceof Error) {
        expect(begun).toMatchObject({ code: 'connection_lost', hint: expect.stringContaining('server') })
        await shop(postgres(proxy.url)).run(orders())
      }
      await expectOnce()
    },
  )

  test('with no more memory than a few pieces of a file, however slowly the server takes them', async () => {
    const wide = resource({ name: 'wide' }, async function* () {
      for (let page = 0; page < 40; page += 1)
        yield Array.from({ length: 1_000 }, (_, id) => ({ id: page * 1_000 + id, text: 'x'.repeat(2_000) }))
    })
    let sent = 0
    let most = 0
    await using proxy = await proxyTo(db().url, {
      async toServer(data): Promise<Verdict> {
        sent += data.length
        most = Math.max(most, process.memoryUsage().arrayBuffers)
        await new Promise((next) => setImmediate(next))
        return 'pass'
      },
    })
    await shop(postgres(proxy.url)).prepare(wide)
    most = 0
    globalThis.gc?.()
    const before = process.memoryUsage().arrayBuffers
    await shop(postgres(proxy.url)).load()
    expect(sent).toBeGreaterThan(80_000_000)
    expect(most - before).toBeLessThan(32_000_000)
    expect(await db().query(`SELECT count(*) AS n FROM d${serial}.wide`)).toEqual([{ n: '40000' }])
  })

  test('where its answers are late', async () => {
    await using proxy = await proxyTo(db().url, {
      toClient: () => new Promise((pass) => setTimeout(() => pass('pass'), 20)),
    })
    await shop(postgres(proxy.url)).run(orders())
    await expectOnce()
  })

  test('where its backend is ended between root rows and nested rows, which naively doubles them', async () => {
    const arm = async () => {
      await db().query(`CREATE FUNCTION d${serial}.stop() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'`)
      await db().query(
        `CREATE TRIGGER stop BEFORE INSERT ON d${serial}.orders__items EXECUTE FUNCTION d${serial}.stop()`,
      )
    }
    const disarm = (event: RunEvent) => {
      if (event.type === 'waiting') void db().query(`DROP FUNCTION IF EXISTS d${serial}.stop CASCADE`)
    }
    await shop(postgres(db().url)).run(orders())
    await arm()
    await shop(postgres(db().url)).run(orders(), { onEvent: disarm })
    await expectOnce(2)

    serial += 1
    await shop(postgres({ credentials: db().url, createIndexes: false })).run(orders())
    await arm()
    await shop(withoutTransaction()).run(orders(), { onEvent: disarm })
    expect(await db().query(`SELECT count(*) AS n FROM d${serial}.orders`)).toEqual([{ n: String(3 * ROWS) }])
  })

  test('where the server has no disk for it, which is said and not tried again', async () => {
    await shop(postgres(db().url)).run(orders())
    await db().query(`CREATE FUNCTION d${serial}.full() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN RAISE EXCEPTION ''could not extend file: No space left on device'' USING ERRCODE = ''disk_full''; END'`)
    await db().query(`CREATE TRIGGER f BEFORE INSERT ON d${serial}.orders EXECUTE FUNCTION d${serial}.full()`)
    await expect(shop(postgres(db().url)).run(orders())).rejects.toMatchObject({
      code: 'disk_full',
      hint: expect.stringContaining('Make room on the disk of the server, then run again'),
    })
    expect((await shop(postgres(db().url)).info()).packages.at(-1)?.status.state).toBe('failed')
    await db().query(`DROP FUNCTION d${serial}.full CASCADE`)
    await shop(postgres(db().url)).load()
    await expectOnce(2)
  })

  test.each([
    ['serialization_failure', 'write_conflict'],
    ['deadlock_detected', 'write_conflict'],
    ['cannot_connect_now', 'connection_lost'],
  ])('where a statement fails with %s, which is tried again', async (condition, code) => {
    await shop(postgres(db().url)).run(orders())
    await db().query(`CREATE FUNCTION d${serial}.fail() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN RAISE EXCEPTION ''not now'' USING ERRCODE = ''${condition}''; END'`)
    await db().query(`CREATE TRIGGER f BEFORE INSERT ON d${serial}.orders__items EXECUTE FUNCTION d${serial}.fail()`)
    const warned: unknown[] = []
    const watched = pipeline({
      name: `shop${serial}`,
      destination: postgres(db().url),
      dataset: `d${serial}`,
      dataDir: folder,
      projectDir: folder,
      env: {},
      logger: { debug() {}, info() {}, error() {}, warn: (_, fields) => void warned.push(fields?.code) },
    })
    await watched.run(orders(), {
      onEvent: (event) => {
        if (event.type === 'waiting') void db().query(`DROP FUNCTION IF EXISTS d${serial}.fail CASCADE`)
      },
    })
    expect(warned[0]).toBe(code)
    await expectOnce(2)
  })

  test('where all connections of its user are taken for a while, and where only one is left', async () => {
    await db().query(`CREATE ROLE small${serial} LOGIN PASSWORD 'small' CONNECTION LIMIT 1`)
    await db().query(`GRANT CREATE ON DATABASE ${new URL(db().url).pathname.slice(1)} TO small${serial}`)
    const url = new URL(db().url)
    url.username = `small${serial}`
    url.password = 'small'
    await shop(postgres(url.href)).prepare(orders())
    const other = new pg.Client({ connectionString: url.href })
    await other.connect()
    const waits: string[] = []
    await shop(postgres(url.href)).retry({
      onEvent: (event) => {
        if (event.type !== 'waiting') return
        waits.push(event.why)
        void other.end()
      },
    })
    expect(waits).toEqual([expect.stringContaining('too many connections for role')])
    await expectOnce()
  })

  test('where the server has no patience with a statement, which is said and not tried again', async () => {
    await shop(postgres(db().url)).run(orders())
    await db().query(`CREATE FUNCTION d${serial}.slow() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_sleep(60); RETURN NULL; END'`)
    await db().query(`CREATE TRIGGER f BEFORE INSERT ON d${serial}.orders__items EXECUTE FUNCTION d${serial}.slow()`)
    await db().query(`ALTER ROLE tolva IN DATABASE ${new URL(db().url).pathname.slice(1)} SET statement_timeout = '1s'`)
    await expect(shop(postgres(db().url)).run(orders())).rejects.toMatchObject({
      code: 'statement_cancelled',
      message: expect.stringContaining('table orders__items: canceling statement due to statement timeout'),
      hint: expect.stringContaining('raise statement_timeout for this user'),
    })
    await db().query(`DROP FUNCTION d${serial}.slow CASCADE`)
    await shop(postgres(db().url)).load()
    await expectOnce(2)
    await db().query(`ALTER ROLE tolva IN DATABASE ${new URL(db().url).pathname.slice(1)} RESET statement_timeout`)
  })

  test('and is on the disk of a server that else may lose what it has committed', async () => {
    await db().query(`CREATE TABLE seen${serial} (how text)`)
    await shop(postgres(db().url)).run(orders())
    await db().query(`CREATE FUNCTION d${serial}.see() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN INSERT INTO public.seen${serial} VALUES (current_setting(''synchronous_commit'')); RETURN NEW; END'`)
    await db().query(`CREATE TRIGGER s BEFORE INSERT ON d${serial}._dlt_loads EXECUTE FUNCTION d${serial}.see()`)
    expect(await db().query('SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'off' }])
    await shop(postgres(db().url)).run(orders())
    expect(await db().query(`SELECT how FROM seen${serial}`)).toEqual([{ how: 'on' }])
  })
})

/** Each statement commits by itself, as where a loader relies on its order alone. */
function withoutTransaction(): Destination {
  const real = postgres(db().url)
  const destination: Destination = {
    ...real,
    configure: async () => destination,
    async connect(target, context, options) {
      const connection = connectPostgres({
        credentials: credentialsOf(db().url),
        dataset: target.dataset,
        readOnly: options?.readOnly ?? false,
      })
      const dialect = postgresDialect({ createIndexes: false })
      const parts = {
        connection: { ...connection, transaction: <T>(work: () => Promise<T>) => work() },
        dialect,
        capabilities: postgresCapabilities,
        dataset: target.dataset,
        insertJobs: insertJobs(connection, dialect),
      }
      return sqlLoader(datasetSession(parts, { now: context.now }))
    },
  }
  return destination
}
