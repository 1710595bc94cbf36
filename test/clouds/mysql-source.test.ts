import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mysql from 'mysql2/promise'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { pipeline } from '../../src/index.ts'
import { sqlDatabase, sqlTable } from '../../src/sources/sql-database/index.ts'
import { type MariaDbPlace, mariaDbPlace } from './places/mariadb.ts'

let place: MariaDbPlace
let folder: string
beforeAll(async () => {
  place = await mariaDbPlace()
})
afterAll(() => place[Symbol.asyncDispose]())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-mysql-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function query(...statements: readonly string[]): Promise<void> {
  const connection = await mysql.createConnection(place.url)
  try {
    await connection.query(`SET time_zone = '+00:00'`)
    for (const sql of statements) await connection.query(sql)
  } finally {
    await connection.end()
  }
}

const open = () => pipeline({ name: 'p', destination: 'duckdb', dataset: 'd', projectDir: folder, dataDir: folder })

async function rowsOf(of: ReturnType<typeof open>, table: string) {
  const rows = await of.dataset().table(table).orderBy('id').rows({ bigint: 'bigint' })
  return rows.map(({ _dlt_id, _dlt_load_id, ...row }) => row)
}

describe('a MariaDB database', () => {
  it('is read with the values and types that it has', async () => {
    await query(
      `CREATE TABLE every_type (id BIGINT PRIMARY KEY, tiny TINYINT(1), huge BIGINT UNSIGNED NOT NULL, price DECIMAL(20,4), single FLOAT,
        twice DOUBLE, name VARCHAR(30), body BLOB, at DATETIME(6), zoned TIMESTAMP NULL, day DATE, clock TIME, size ENUM('s','m'), \`odd "name\` TEXT)`,
      `INSERT INTO every_type VALUES (9007199254740993, 1, 18446744073709551615, 1234567890123456.7891, 0.5, 2.0, 'a\\\\b''é', x'00ff',
        '2024-01-02 03:04:05.123456', '2024-01-02 03:04:05', '2024-02-03', '12:13:14', 'm', 'x'), (1, NULL, 0, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL)`,
    )
    const of = open()
    await of.run(sqlDatabase({ credentials: place.url, tableNames: ['every_type'] }))
    expect((await rowsOf(of, 'every_type'))[1]).toEqual({
      id: 9007199254740993n,
      tiny: 1n,
      huge: '18446744073709551615',
      price: '1234567890123456.7891',
      single: 0.5,
      twice: 2,
      name: "a\\b'é",
      body: new Uint8Array([0, 255]),
      at: '2024-01-02T03:04:05.123456',
      zoned: '2024-01-02T03:04:05.000000',
      day: '2024-02-03',
      clock: '12:13:14',
      size: 'm',
      odd_name: 'x',
    })
    const columns = (await of.schemas()).get('sql_database')?.tables.get('every_type')?.columns
    expect(columns?.get('id')).toMatchObject({ data_type: 'bigint', primary_key: true, nullable: false })
    expect(columns?.get('twice')).toMatchObject({ data_type: 'double', nullable: true })
    expect(columns?.get('at')).toMatchObject({ data_type: 'timestamp', timezone: false })
  })

  it('is read from where its cursor came to, with texts that hold backslashes and quotes', async () => {
    await query(
      'CREATE TABLE growing (id INT PRIMARY KEY, at DATETIME(3), name VARCHAR(20))',
      `INSERT INTO growing SELECT seq, '2024-01-01' + INTERVAL seq HOUR, CONCAT('a\\\\', seq) FROM seq_1_to_2500`,
    )
    const of = open()
    const source = (cursorPath: string) =>
      sqlTable({ credentials: place.url, table: 'growing', chunkSize: 1000, incremental: { cursorPath } })
    const first = await of.run(source('at'))
    expect(first.rowCounts.growing).toBe(2500)
    await query(`INSERT INTO growing VALUES (2501, '2025-01-01', "it's\\\\"), (2502, '2023-01-01', 'old')`)
    expect((await of.run(source('at'))).rowCounts.growing).toBe(1)
    const names = pipeline({ name: 'names', destination: 'duckdb', dataset: 'd', projectDir: folder, dataDir: folder })
    await names.run(source('name'))
    await query(`INSERT INTO growing VALUES (2600, NULL, 'z')`)
    expect((await names.run(source('name'))).rowCounts.growing).toBe(1)
  })

  it('is left alone when a run has enough', async () => {
    await query('CREATE TABLE large AS SELECT seq AS id FROM seq_1_to_200000')
    const of = open()
    await of.run(sqlTable({ credentials: place.url, table: 'large', chunkSize: 1000 }), { limit: 2 })
    expect(await of.dataset().table('large').count()).toBe(2000)
  })

  it('that cannot be reached is told without its password', async () => {
    await expect(open().run(sqlDatabase({ credentials: 'mysql://ada:geheim@127.0.0.1:1/shop' }))).rejects.toMatchObject(
      {
        code: 'source_connection_lost',
        message: expect.not.stringContaining('geheim'),
      },
    )
  })
})
