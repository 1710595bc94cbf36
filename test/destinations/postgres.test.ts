import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SqlConnection } from '../../src/contracts/sql-connection.ts'
import { postgresCapabilities } from '../../src/destinations/postgres/capabilities.ts'
import { connectPostgres } from '../../src/destinations/postgres/connection.ts'
import { postgresDialect } from '../../src/destinations/postgres/dialect.ts'
import { postgres } from '../../src/destinations/postgres/index.ts'
import { insertJobs } from '../../src/destinations/postgres/insert-jobs.ts'
import { sqlLoader } from '../../src/destinations/sql/loader.ts'
import { datasetSession } from '../../src/destinations/sql/session.ts'
import { type Destination, DestinationError, pipeline, resource } from '../../src/index.ts'
import { openPipeline } from '../../src/inspect.ts'
import { contents } from '../../src/testing/destination-suite/contents.ts'
import { useDatabase } from '../postgres/use-database.ts'

let folder = ''
let serial = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-pg-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => {
  serial += 1
})
const db = useDatabase()

function shop(options: { readonly destination?: Destination; readonly name?: string; readonly machine?: string } = {}) {
  return pipeline({
    name: options.name ?? `shop${serial}`,
    destination: options.destination ?? postgres(db().url),
    dataset: `d${serial}`,
    dataDir: join(folder, options.machine ?? 'here'),
    projectDir: folder,
    env: {},
  })
}

/** The same server through a connection whose `at`-th statement fails, before or after it was done. */
function failing(at: number, how: 'before' | 'after'): { readonly destination: Destination; statements: () => number } {
  let count = 0
  const real = postgres(db().url)
  const url = new URL(db().url)
  const fail = async <T>(work: () => Promise<T>): Promise<T> => {
    count += 1
    const lost = new DestinationError('the plug was pulled', { code: 'plug_pulled', retry: false })
    if (count === at && how === 'before') throw lost
    const result = await work()
    if (count === at) throw lost
    return result
  }
  const destination: Destination = {
    ...real,
    configure: async () => destination,
    async connect({ dataset }, context, { readOnly = false } = {}) {
      const credentials = {
        host: url.hostname,
        port: Number(url.port),
        database: url.pathname.slice(1),
        username: url.username,
        password: url.password,
      }
      const connection = connectPostgres({ credentials, dataset, readOnly })
      const dialect = postgresDialect({ createIndexes: true })
      const faulty: SqlConnection = {
        ...connection,
        execute: (...args) => fail(() => connection.execute(...args)),
      }
      const copying = {
        ...connection,
        copy: (...args: Parameters<typeof connection.copy>) => fail(() => connection.copy(...args)),
      }
      const parts = {
        connection: faulty,
        dialect,
        capabilities: postgresCapabilities,
        dataset,
        insertJobs: insertJobs(copying, dialect),
      }
      return sqlLoader(datasetSession(parts, { now: context.now }))
    },
  }
  return { destination, statements: () => count }
}

describe('PostgreSQL', () => {
  test('has dlt’s column types, lengths and indexes', async () => {
    const columns = {
      small: { dataType: 'bigint', precision: 16 },
      money: { dataType: 'decimal', precision: 10, scale: 2 },
      coins: { dataType: 'wei' },
      code: { dataType: 'text', precision: 7 },
    }
    await shop().run(
      resource({ name: 't', columns }, [{ id: 1, small: 1, money: '1.5', coins: 1, code: 'x', list: [1] }]),
    )
    const types = await db().query(
      `SELECT c.relname || '.' || a.attname AS column, format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' not null' ELSE '' END AS type
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE relnamespace = 'd${serial}'::regnamespace AND relkind = 'r' AND attnum > 0
       AND relname NOT LIKE '\\_dlt%' ORDER BY relname, attnum`,
    )
    expect(types.map(({ column, type }) => `${column} ${type}`)).toEqual([
      't.small smallint',
      't.money numeric(10,2)',
      't.coins numeric(156,78)',
      't.code character varying(7)',
      't.id bigint',
      't._dlt_load_id character varying not null',
      't._dlt_id character varying not null',
      't__list.value bigint',
      't__list._dlt_parent_id character varying not null',
      't__list._dlt_list_idx bigint not null',
      't__list._dlt_id character varying not null',
    ])
    const indexes = await db().query(
      `SELECT indexdef FROM pg_indexes WHERE schemaname = 'd${serial}' AND tablename LIKE 't%' ORDER BY 1`,
    )
    expect(indexes.map(({ indexdef }) => indexdef)).toEqual([
      `CREATE UNIQUE INDEX t__dlt_id_key ON d${serial}.t USING btree (_dlt_id)`,
      `CREATE UNIQUE INDEX t__list__dlt_id_key ON d${serial}.t__list USING btree (_dlt_id)`,
    ])
  })

  test('keeps names of at most 63 characters, shortened as dlt shortens them', async () => {
    const long = 'a_name_that_is_much_longer_than_sixty_three_characters_which_postgresql_takes'
    await shop().run(resource({ name: 't' }, [{ id: 1, [long]: 'x', [`${long}_2`]: 'y' }]))
    const [row] = await shop().dataset().table('t').rows()
    const names = Object.keys(row ?? {}).filter((name) => name.startsWith('a_name'))
    expect(names).toHaveLength(2)
    expect(names.map((name) => name.length)).toEqual([63, 63])
  })

  test('shortens the name of a dataset likewise', async () => {
    const dataset = `d${serial}_${'long_'.repeat(15)}`
    const options = { name: `long${serial}`, dataset, dataDir: join(folder, 'here'), projectDir: folder, env: {} }
    const long = pipeline({ ...options, destination: postgres(db().url) })
    await long.run([{ id: 1 }], { tableName: 't' })
    await long.run([{ id: 2 }], { tableName: 't' })
    expect(await long.dataset().table('t').count()).toBe(2)
    const [schema] = await db().query(`SELECT nspname FROM pg_namespace WHERE nspname LIKE 'd${serial}_long%'`)
    expect(schema?.nspname).toHaveLength(63)
  })

  test('leaves NUL characters out of texts and json and counts them in the report', async () => {
    const rows = [
      { id: 1, text: 'a\0b\0', json: { 'k\0': ['\0', '\\u0000'] } },
      { id: 2, text: '\0', json: {} },
    ]
    const info = await shop().run(resource({ name: 't', columns: { json: { dataType: 'json' } } }, rows))
    expect(info.toJSON().packages[0]?.report.discarded).toEqual([
      { table: 't', column: 'text', count: 3, reason: 'the destination, which takes no NUL characters' },
      { table: 't', column: 'json', count: 2, reason: 'the destination, which takes no NUL characters' },
    ])
    expect(info.toJSON().warnings).toContain(
      'Table t, column text: 3 left out by the destination, which takes no NUL characters.',
    )
    const found = await shop().dataset().table('t').select('text', 'json').orderBy('id').rows()
    expect(found).toEqual([
      { text: 'ab', json: { k: ['', '\\u0000'] } },
      { text: '', json: {} },
    ])
  })

  test('refuses half of a surrogate pair with table and column', async () => {
    const json = { json: { dataType: 'json' } }
    await expect(
      shop().run(resource({ name: 't', columns: json }, [{ json: { a: 'x\ud800y' } }])),
    ).rejects.toMatchObject({
      code: 'lone_surrogate',
      context: { table: 't', column: 'json' },
    })
    await expect(shop().run(resource({ name: 't' }, [{ text: '\udc00' }]))).rejects.toMatchObject({
      code: 'lone_surrogate',
      context: { table: 't', column: 'text' },
    })
  })

  test('casts where a real column has another type than the schema', async () => {
    await shop().run(resource({ name: 't' }, [{ id: 1, flag: true, size: 1.5, note: 'a', at: '2024-01-02T03:04:05Z' }]))
    await db().query(
      `ALTER TABLE d${serial}.t ALTER COLUMN flag TYPE text, ALTER COLUMN size TYPE integer, ALTER COLUMN at TYPE timestamp`,
    )
    await shop().run(
      resource({ name: 't' }, [{ id: 2, flag: true, size: 1e3, note: 'b', at: '2024-01-02T05:04:05+02:00' }]),
    )
    expect(await db().query(`SELECT id, flag, size, at FROM d${serial}.t WHERE id = 2`)).toEqual([
      { id: '2', flag: 'true', size: '1000', at: '2024-01-02 03:04:05' },
    ])
    const bad = resource({ name: 't' }, [{ id: 3, size: 3e9 }])
    await expect(shop().run(bad)).rejects.toMatchObject({ code: 'value_does_not_fit' })
    expect(await db().query(`SELECT count(*) AS n FROM d${serial}.t`)).toEqual([{ n: '2' }])
  })

  test('takes csv job files', async () => {
    const rows = [
      { id: 1, text: '', note: 'a,"b"\n' },
      { id: 2, text: null, note: 'c' },
    ]
    await shop().run(resource({ name: 't', fileFormat: 'csv' }, rows))
    expect(await shop().dataset().table('t').select('id', 'text', 'note').orderBy('id').rows()).toEqual(rows)
  })

  test('says what is wrong with a row, and that trying again does not help', async () => {
    const failed = shop().run(
      resource({ name: 't', columns: { code: { dataType: 'text', precision: 3 } } }, [{ code: 'long' }]),
    )
    await expect(failed).rejects.toMatchObject({
      code: 'value_does_not_fit',
      message: 'table t: value too long for type character varying(3) (COPY t, line 1, column code: "long")',
    })
  })

  test.for([0, 59_999])('says so too where row %i of a large file is wrong', async (wrong) => {
    const columns = { code: { dataType: 'text', precision: 3 } }
    const rows = Array.from({ length: 60_000 }, (_, id) => ({
      id,
      code: id === wrong ? 'long' : 'abc',
      pad: 'x'.repeat(40),
    }))
    await expect(shop().run(resource({ name: 't', columns }, rows))).rejects.toMatchObject({
      code: 'value_does_not_fit',
      message: `table t: value too long for type character varying(3) (COPY t, line ${wrong + 1}, column code: "long")`,
    })
  })

  test('loads all of a package or nothing, whichever statement fails', { timeout: 300_000 }, async () => {
    const first = [
      { id: 1, v: 'a', items: [{ n: 1 }] },
      { id: 2, v: 'b', items: [] },
    ]
    const second = [
      { id: 1, v: 'c', items: [{ n: 2 }] },
      { id: 3, v: 'd', more: true, items: [{ n: 3 }] },
    ]
    const merge = { name: 't', primaryKey: 'id', writeDisposition: 'merge' } as const
    const add = resource({ name: 'log' }, [{ n: 1 }])
    const dataset = `d${serial}`
    const start = async (name: string) => {
      await db().query(`DROP SCHEMA IF EXISTS ${dataset} CASCADE`)
      await shop({ name }).run([resource(merge, first), add])
    }
    await start('probe')
    const counted = failing(-1, 'before')
    await shop({ name: 'probe', destination: counted.destination }).run([resource(merge, second), add])
    const after = await contents(shop({ name: 'probe' }))
    const total = counted.statements()
    expect(total).toBeGreaterThan(15)
    for (let at = 1; at <= total; at += 1) {
      const name = `fail${at}`
      await start(name)
      const before = await contents(shop({ name }))
      const { destination } = failing(at, at % 2 === 0 ? 'before' : 'after')
      await expect(shop({ name, destination }).run([resource(merge, second), add])).rejects.toMatchObject({
        code: 'plug_pulled',
      })
      const known = shop({ name, machine: `other${at}` })
      await known.sync()
      expect(await contents(known)).toEqual(before)
      await shop({ name }).load()
      expect(await contents(shop({ name }))).toEqual(after)
    }
  })

  test('survives that its backend ends in the middle of a load', async () => {
    await shop().run(resource({ name: 't' }, [{ id: 1 }]))
    await db().query(`CREATE FUNCTION d${serial}.stop() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END'`)
    await db().query(`CREATE TRIGGER stop BEFORE INSERT ON d${serial}._dlt_loads EXECUTE FUNCTION d${serial}.stop()`)
    const run = shop().run(resource({ name: 't' }, [{ id: 2 }]), {
      onEvent: (event) => {
        if (event.type === 'waiting') void db().query(`DROP TRIGGER IF EXISTS stop ON d${serial}._dlt_loads`)
      },
    })
    await run
    expect(await shop().dataset().table('t').count()).toBe(2)
    expect(await shop().dataset().loads()).toHaveLength(2)
  })

  test('many pipelines may make one dataset at the same moment', async () => {
    const names = Array.from({ length: 6 }, (_, at) => `p${serial}_${at}`)
    await Promise.all(names.map((name) => shop({ name }).run(resource({ name: 't' }, [{ name, list: [1] }]))))
    expect(await db().query(`SELECT count(*) AS n FROM d${serial}.t`)).toEqual([{ n: '6' }])
    expect(await db().query(`SELECT count(*) AS n FROM d${serial}._dlt_loads`)).toEqual([{ n: '6' }])
  })

  test('a pipeline is opened by name on the same machine with credentials that are nowhere stored', async () => {
    const projectDir = await mkdtemp(join(folder, 'project-'))
    await mkdir(join(projectDir, '.dlt'))
    await writeFile(join(projectDir, '.dlt', 'secrets.toml'), `[destination.lake]\ncredentials = "${db().url}"\n`)
    const dataDir = join(projectDir, 'data')
    const options = { name: 'lake_pipeline', dataset: `d${serial}`, dataDir, projectDir, env: {} }
    await pipeline({ ...options, destination: postgres({ name: 'lake' }) }).run([{ id: 1 }], { tableName: 't' })
    const opened = await openPipeline('lake_pipeline', { dataDir, env: {} })
    expect(await opened.dataset().table('t').count()).toBe(1)
    expect(await opened.state()).toMatchObject({
      destination_type: 'dlt.destinations.postgres',
      destination_name: 'lake',
    })
    expect(JSON.stringify(await opened.state())).not.toContain('tolva-password')
    expect(JSON.stringify(await opened.info())).not.toContain('tolva-password')
    expect((await opened.info()).location).toMatch(/^postgresql:\/\/tolva:\*\*\*@127\.0\.0\.1:\d+\/test_/)
  })
})
