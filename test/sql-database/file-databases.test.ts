import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectDuckDb } from '../../src/duckdb/connection.ts'
import { pipeline } from '../../src/index.ts'
import { sqlDatabase, sqlTable, type TableOptions } from '../../src/sources/sql-database/index.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-read-files-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (name = 'p') =>
  pipeline({ name, destination: 'duckdb', dataset: 'd', projectDir: folder, dataDir: folder })

async function rowsOf(of: ReturnType<typeof open>, table: string) {
  const rows = await of.dataset().table(table).orderBy('id').rows({ bigint: 'bigint' })
  return rows.map(({ _dlt_id, _dlt_load_id, ...row }) => row)
}

async function typesOf(of: ReturnType<typeof open>, table: string) {
  const columns = (await of.schemas()).get('sql_database')?.tables.get(table)?.columns.values() ?? []
  return Object.fromEntries(
    [...columns].map(({ name, data_type, precision, scale, timezone }) => [
      name,
      [data_type, precision, scale, timezone].filter((one) => one !== undefined).join(' '),
    ]),
  )
}

const VALUES = `(1, 9007199254740993, 2.0, 1.50, 'a"b', '2024-01-02 03:04:05.123456', '2024-02-03', true, '{"a":[1,2.0]}')`

describe('a SQLite database', () => {
  function make(): string {
    const file = join(folder, 'shop.db')
    const database = new DatabaseSync(file)
    database.exec(`CREATE TABLE items (id INTEGER PRIMARY KEY, big BIGINT NOT NULL, real REAL, price DECIMAL(8,2), name VARCHAR(20),
      at DATETIME, day DATE, flag BOOLEAN, doc JSON, body BLOB, loose);
      INSERT INTO items (id, big, real, price, name, at, day, flag, doc) VALUES ${VALUES};
      UPDATE items SET body = x'00ff', loose = 'text';
      CREATE VIEW named AS SELECT id, name FROM items`)
    database.close()
    return `sqlite:///${file}`
  }

  it('is read with the types that its columns declare', async () => {
    const of = open()
    await of.run(sqlDatabase({ credentials: make(), reflectionLevel: 'full_with_precision' }))
    expect(await rowsOf(of, 'items')).toEqual([
      {
        id: 1n,
        big: 9007199254740993n,
        real: 2,
        price: '1.50',
        name: 'a"b',
        at: '2024-01-02T03:04:05.123456',
        day: '2024-02-03',
        flag: true,
        doc: { a: [1, 2] },
        body: new Uint8Array([0, 255]),
        loose: 'text',
      },
    ])
    expect(await typesOf(of, 'items')).toMatchObject({
      id: 'bigint',
      big: 'bigint',
      real: 'double',
      price: 'decimal 8 2',
      name: 'text 20',
      at: 'timestamp false',
      day: 'date',
      flag: 'bool',
      doc: 'json',
      body: 'binary',
      loose: 'text',
    })
  })

  it('is read from where a cursor and a stopped run have come to', async () => {
    const credentials = make()
    const add = (sql: string) => {
      const database = new DatabaseSync(join(folder, 'shop.db'))
      database.exec(sql)
      database.close()
    }
    add(
      `INSERT INTO items (id, big) WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < 9) SELECT v + 1, v FROM n`,
    )
    const of = open()
    const source = (options: TableOptions) =>
      sqlTable({ credentials, table: 'items', chunkSize: 3, includedColumns: ['id', 'big'], ...options })
    const incremental = { cursorPath: 'id' }
    await of.run(source({ incremental }))
    add(`INSERT INTO items (id, big) VALUES (20, 1)`)
    expect((await of.run(source({ incremental }))).rowCounts.items).toBe(1)
    const again = open('again')
    const resource = source({})
    const rows = await again.run(resource, { checkpoint: { pages: 1 } })
    expect(rows.rowCounts.items).toBe(11)
  })

  it('that is not there is an error with its path', async () => {
    await expect(open().run(sqlDatabase({ credentials: `sqlite:///${folder}/no.db` }))).rejects.toMatchObject({
      code: 'file_missing',
      message: `there is no file ${folder}/no.db`,
    })
  })
})

describe('a DuckDB database', () => {
  it('is read by DuckDB itself, with its types', async () => {
    const file = join(folder, 'shop.duckdb')
    {
      await using connection = await connectDuckDb(file)
      await connection.execute(`CREATE TABLE items (id INTEGER PRIMARY KEY, big BIGINT NOT NULL, real DOUBLE, price DECIMAL(8,2),
        name VARCHAR, "at" TIMESTAMP, day DATE, flag BOOLEAN, doc JSON, list INTEGER[], huge HUGEINT, key UUID, zoned TIMESTAMPTZ)`)
      await connection.execute(`INSERT INTO items (id, big, real, price, name, "at", day, flag, doc) VALUES ${VALUES}`)
      await connection.execute(`UPDATE items SET list = [1, NULL], huge = 12345678901234567890123,
        key = '00000000-0000-0000-0000-000000000001', zoned = '2024-01-01 00:00:00+00'`)
      await connection.execute('CREATE VIEW named AS SELECT id, name FROM items')
    }
    const credentials = `duckdb:///${file}`
    const of = open()
    const info = await of.run(sqlDatabase({ credentials }))
    expect(Object.keys(info.rowCounts)).not.toContain('named')
    const inColumns = await rowsOf(of, 'items')
    expect(inColumns).toEqual([
      {
        id: 1n,
        big: 9007199254740993n,
        real: 2,
        price: '1.50',
        name: 'a"b',
        at: '2024-01-02T03:04:05.123456',
        day: '2024-02-03',
        flag: true,
        doc: { a: [1, 2] },
        list: [1, null],
        huge: '12345678901234567890123',
        key: '00000000-0000-0000-0000-000000000001',
        zoned: '2024-01-01T00:00:00.000000Z',
      },
    ])
    const rows = open('rows')
    await rows.run(sqlTable({ credentials, table: 'items', incremental: { cursorPath: 'id' } }))
    expect(await rowsOf(rows, 'items')).toEqual(inColumns)
    expect(await typesOf(rows, 'items')).toEqual(await typesOf(of, 'items'))
  })
})
