import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Column } from '../../schema/stored.ts'
import type { TableFile } from '../table-writer.ts'
import type { ColumnPage } from './plain-page.ts'
import { createParquetWriter, type ParquetWriterOptions } from './writer.ts'

let folder = ''
let files = 0
const duckdb = await DuckDBInstance.create(':memory:')
const connection = await duckdb.connect()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-parquet-'))
  await connection.run("set timezone = 'UTC'")
})
afterAll(async () => {
  connection.closeSync()
  await rm(folder, { recursive: true })
})

function writer(options: Partial<ParquetWriterOptions> = {}) {
  return createParquetWriter({ nextFile: () => join(folder, `${++files}.parquet`), ...options })
}

async function select(sql: string, from: readonly TableFile[]) {
  const list = from.map(({ file }) => `'${file}'`).join(', ')
  const result = await connection.runAndReadAll(sql.replace('$files', `read_parquet([${list}])`))
  return result.getRowObjectsJson()
}

const int64 = (values: readonly bigint[]) => new Uint8Array(BigInt64Array.from(values).buffer)
const int32 = (values: readonly number[]) => new Uint8Array(Int32Array.from(values).buffer)
const texts = (values: readonly string[]) =>
  Buffer.concat(
    values.map((text) => {
      const bytes = Buffer.from(text)
      const length = Buffer.alloc(4)
      length.writeUInt32LE(bytes.length)
      return Buffer.concat([length, bytes])
    }),
  )

/** Rows 0 and 2 of three have a value. */
const FIRST_AND_LAST = Uint8Array.of(0b101)
const MICROS = 1_700_000_000_123_456n

const TYPES: readonly [string, Omit<Column, 'name'>, Uint8Array, readonly [string, string, string]][] = [
  ['bool', { data_type: 'bool' }, Uint8Array.of(0b01), ['BOOLEAN', 'true', 'false']],
  ['bigint', { data_type: 'bigint' }, int64([-(2n ** 63n), 7n]), ['BIGINT', '-9223372036854775808', '7']],
  [
    'hugeint',
    { data_type: 'bigint', precision: 128 },
    texts([`${2n ** 100n}`, '0']),
    ['VARCHAR', `${2n ** 100n}`, '0'],
  ],
  [
    'double',
    { data_type: 'double' },
    new Uint8Array(Float64Array.of(-0.5, 1e300).buffer),
    ['DOUBLE', '-0.5', '1e+300'],
  ],
  ['text', { data_type: 'text' }, texts(['größe 😀', '']), ['VARCHAR', 'größe 😀', '']],
  ['json', { data_type: 'json' }, texts(['{"a": 1}', '[]']), ['JSON', '{"a": 1}', '[]']],
  ['binary', { data_type: 'binary' }, texts(['a', '\u0000']), ['BLOB', 'a', '\\x00']],
  ['decimal', { data_type: 'decimal' }, texts(['1.50', '-2']), ['VARCHAR', '1.50', '-2']],
  ['wei', { data_type: 'wei' }, texts([`${2n ** 255n}`, '1']), ['VARCHAR', `${2n ** 255n}`, '1']],
  ['date', { data_type: 'date' }, int32([-719162, 0]), ['DATE', '0001-01-01', '1970-01-01']],
  ['time', { data_type: 'time' }, int64([86_399_999_999n, 0n]), ['TIME', '23:59:59.999999', '00:00:00']],
  [
    'zoned timestamp',
    { data_type: 'timestamp' },
    int64([MICROS, -1n]),
    ['TIMESTAMP WITH TIME ZONE', '2023-11-14 22:13:20.123456+00', '1969-12-31 23:59:59.999999+00'],
  ],
  [
    'naive timestamp',
    { data_type: 'timestamp', timezone: false },
    int64([MICROS, -1n]),
    ['TIMESTAMP', '2023-11-14 22:13:20.123456', '1969-12-31 23:59:59.999999'],
  ],
]

describe('the Parquet writer', () => {
  it.each(TYPES)('writes %s so that DuckDB reads the same type and values', async (_, column, values, expected) => {
    for (const compression of ['none', 'zstd'] as const) {
      const out = writer({ compression })
      out.write({
        table: 't',
        rows: 3,
        columns: [{ column: { name: 'c', ...column }, rows: 3, validity: FIRST_AND_LAST, values }],
      })
      const sql = 'select typeof(c) as type, c::varchar as value from $files'
      const [type, first, last] = expected
      expect(await select(sql, await out.close())).toEqual([
        { type, value: first },
        { type, value: null },
        { type, value: last },
      ])
    }
  })

  it('names rows, bytes, digest and columns of each finished file', async () => {
    const out = writer()
    out.write(page({ b: [1n], a: [2n] }))
    const [file] = await out.close()
    const stored = await readFile(file!.file)
    const digest = createHash('sha256').update(stored).digest('hex')
    expect(file).toEqual({ file: file!.file, rows: 1, bytes: stored.length, digest, columns: ['b', 'a'] })
  })

  it('makes no file without rows', async () => {
    const out = writer()
    out.write(page({ a: [] }))
    expect(await out.close()).toEqual([])
  })

  it('cuts row groups by rows and files by row groups, in order', async () => {
    const out = writer({ groupRows: 2, groupsPerFile: 2 })
    for (let at = 0n; at < 9n; at++) out.write(page({ a: [at] }))
    const written = await out.close()
    expect(written.map(({ rows }) => rows)).toEqual([4, 4, 1])
    expect(await select('select a::int as a from $files', written)).toEqual(
      Array.from({ length: 9 }, (_, a) => ({ a })),
    )
    const groups = await connection.runAndReadAll(
      `select count(distinct row_group_id)::int as n from parquet_metadata('${written[0]!.file}')`,
    )
    expect(groups.getRowObjectsJson()).toEqual([{ n: 2 }])
  })

  it('cuts row groups by bytes', async () => {
    const out = writer({ groupBytes: 8, groupsPerFile: 1 })
    for (let at = 0n; at < 3n; at++) out.write(page({ a: [at] }))
    expect((await out.close()).map(({ rows }) => rows)).toEqual([1, 1, 1])
  })

  it('fills a late column with nulls as long as nothing is written, and begins a file afterwards', async () => {
    const out = writer({ groupRows: 4, groupsPerFile: 9 })
    out.write(page({ a: [1n] }))
    out.write(page({ a: [2n], b: [20n] }))
    out.write(page({ a: [3n, 4n] }))
    out.write(page({ a: [5n], b: [50n] }))
    out.write(page({ a: [6n], b: [60n], c: [600n] }))
    const written = await out.close()
    expect(written.map(({ columns }) => columns)).toEqual([
      ['a', 'b'],
      ['a', 'b', 'c'],
    ])
    expect(await select('select a::int a, b::int b from $files', written)).toEqual([
      { a: 1, b: null },
      { a: 2, b: 20 },
      { a: 3, b: null },
      { a: 4, b: null },
      { a: 5, b: 50 },
      { a: 6, b: 60 },
    ])
  })

  it('keeps every column of a wide table and every page of a long one', async () => {
    const out = writer()
    const names = Array.from({ length: 200 }, (_, at) => `c${at}`)
    for (let at = 0; at < 30; at++) {
      out.write(page(Object.fromEntries(names.map((name, index) => [name, [BigInt(at * 1000 + index)]]))))
    }
    const rows = await select('select sum(c0)::int a, sum(c199)::int b, count(*)::int n from $files', await out.close())
    expect(rows).toEqual([{ a: 435_000, b: 435_000 + 30 * 199, n: 30 }])
  })

  it('reports a failing disk when it is drained and when it is closed', async () => {
    const out = writer({ nextFile: () => join(folder, 'missing', 'x.parquet'), groupRows: 1 })
    out.write(page({ a: [1n] }))
    await expect(out.drain()).rejects.toThrow(/ENOENT/)
    out.write(page({ a: [1n] }))
    await expect(out.close()).rejects.toThrow(/ENOENT/)
  })

  it('counts the bytes it has not written yet', async () => {
    const out = writer({ groupRows: 2 })
    out.write(page({ a: [1n] }))
    expect(out.pendingBytes).toBe(8)
    out.write(page({ a: [1n] }))
    await out.drain()
    expect(out.pendingBytes).toBe(0)
    await out.abort()
  })
})

function page(columns: Readonly<Record<string, readonly bigint[]>>) {
  const parts: ColumnPage[] = Object.entries(columns).map(([name, values]) => ({
    column: { name, data_type: 'bigint' },
    rows: values.length,
    validity: null,
    values: int64(values),
  }))
  return { table: 't', rows: parts[0]!.rows, columns: parts }
}
