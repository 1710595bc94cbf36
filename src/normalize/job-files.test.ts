import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FileFormat } from '../capabilities/capabilities.ts'
import { namingConvention } from '../naming/naming-convention.ts'
import { createSchema } from '../schema/create-schema.ts'
import { newTable } from '../schema/new-table.ts'
import { updateTable } from '../schema/update-table.ts'
import { Decimal, Float, PlainDate, PlainTime, Timestamp, Wei } from '../values/kinds.ts'
import { Normalizer } from './normalize.ts'

let folder = ''
const connection = await (await DuckDBInstance.create(':memory:')).connect()
afterAll(() => connection.closeSync())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-jobs-'))
})
afterEach(() => rm(folder, { recursive: true }))

const naming = namingConvention('snake_case')
const MICROS = 1_700_000_000_123_456n
const ROW = {
  flag: true,
  whole: -9007199254740993n,
  exact: new Decimal('-123456789012345678901234567.123456789'),
  big: new Wei(10n ** 37n),
  half: new Float(2),
  tiny: 5e-324,
  word: 'a "b",\n\\ 日本 \u2028',
  empty: '',
  zoned: new Timestamp(MICROS, 120),
  naive: new Timestamp(MICROS, null),
  day: new PlainDate(-719162),
  clock: new PlainTime(1n),
  bytes: Uint8Array.of(0, 255, 10),
  doc: { b: [1.5, null], a: '"' },
}

async function write(format: FileFormat, pages: readonly (readonly unknown[])[]) {
  const columns = [
    { name: 'doc', data_type: 'json' } as const,
    { name: 'naive', data_type: 'timestamp', timezone: false } as const,
  ]
  const normalizer = new Normalizer({
    schema: updateTable(createSchema('s'), newTable('t', { columns }), { naming }),
    naming,
    loadId: '1.5',
    folder,
    compression: 'none',
    formatOf: () => format,
    maxColumns: 100,
    now: 0,
    random: (bytes) => bytes.fill(0),
  })
  for (const rows of pages) await normalizer.add({ rows }, { table: 't', resource: 't' })
  const { jobs } = await normalizer.finish()
  return Promise.all(jobs.map(async (job) => ({ job, bytes: await readFile(join(folder, job.file.slice(6))) })))
}

describe('job files as JSON lines', () => {
  it('hold every value exactly, one object a row, without what is null', async () => {
    const [file] = await write('jsonl', [[ROW, { flag: false, half: Number.NaN, tiny: -0, word: null }]])
    const [first, second] = file!.bytes.toString('utf8').split('\n')
    expect(first).toBe(
      '{"_dlt_load_id":"1.5","_dlt_id":"00000000000000","flag":true,' +
        '"whole":-9007199254740993,"exact":"-123456789012345678901234567.123456789",' +
        `"big":"${10n ** 37n}","half":2.0,"tiny":5e-324,"word":"a \\"b\\",\\n\\\\ 日本 \u2028","empty":"",` +
        '"zoned":"2023-11-14T22:13:20.123456+00:00","naive":"2023-11-14T22:13:20.123456","day":"0001-01-01","clock":"00:00:00.000001","bytes":"AP8K",' +
        '"doc":"{\\"b\\":[1.5,null],\\"a\\":\\"\\\\\\"\\"}"}',
    )
    expect(second).toBe('{"_dlt_load_id":"1.5","_dlt_id":"00000000000001","flag":false,"half":"NaN","tiny":-0.0}')
  })

  it('are named with rows, bytes, digest and the columns of all their lines', async () => {
    const [file] = await write('jsonl', [[{ a: 1 }], [{ b: 2 }]])
    expect(file!.job).toMatchObject({
      format: 'jsonl',
      file: expect.stringMatching(/^files\/[\da-f]{10}\.jsonl$/),
      columns: ['_dlt_load_id', '_dlt_id', 'a', 'b'],
      rows: 2,
      bytes: file!.bytes.length,
      digest: createHash('sha256').update(file!.bytes).digest('hex'),
    })
  })

  it('are cut where they grow beyond what a reader may have to hold', async () => {
    const rows = Array.from({ length: 30 }, (_, id) => ({ id, text: 'x'.repeat(1_000_000) }))
    const files = await write(
      'jsonl',
      rows.map((row) => [row]),
    )
    expect(files.length).toBeGreaterThan(1)
    expect(files.reduce((sum, { job }) => sum + job.rows, 0)).toBe(30)
  })
})

describe('job files as csv', () => {
  it('quote every text, so that an empty field is null', async () => {
    const [file] = await write('csv', [[ROW, { flag: false, tiny: -0 }]])
    const text = file!.bytes.toString('utf8')
    expect(text.split('\n')[0]).toBe(
      '"_dlt_load_id","_dlt_id","flag","whole","exact","big","half","tiny","word","empty","zoned","naive","day","clock","bytes","doc"',
    )
    expect(text).toContain('"a ""b"",\n\\ 日本 \u2028","",')
    expect(text).toContain('"00:00:00.000001",\\x00ff0a,')
    const sql = `SELECT * FROM read_csv('${join(folder, file!.job.file.slice(6))}', header = true, all_varchar = true, allow_quoted_nulls = false, escape = '"')`
    const read = (await connection.runAndReadAll(sql)).getRowObjectsJson()
    expect(read[0]).toMatchObject({
      word: ROW.word,
      empty: '',
      exact: ROW.exact.text,
      doc: '{"b":[1.5,null],"a":"\\""}',
    })
    expect(read[1]).toMatchObject({ flag: 'false', word: null, empty: null, tiny: '-0' })
  })

  it('have one header for all columns that came while the file was filled', async () => {
    const files = await write('csv', [[{ a: 1 }], [{ a: 2, b: 3 }]])
    expect(files.map(({ bytes }) => bytes.toString('utf8').split('\n').slice(0, 3))).toEqual([
      ['"_dlt_load_id","_dlt_id","a","b"', '"1.5","00000000000000",1,', '"1.5","00000000000001",2,3'],
    ])
  })
})
