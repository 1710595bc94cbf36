import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decimal, duckdb, pipeline, resource } from '../index.ts'
import type { RunOptions } from './run-options.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-widen-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = () =>
  pipeline({
    name: 'p',
    destination: duckdb({ path: join(folder, 'p.duckdb') }),
    dataset: 'ds',
    dataDir: join(folder, 'data'),
    projectDir: folder,
    env: {},
    widen: true,
  })

const BIG = 9_007_199_254_740_993n
const lines = (...rows: readonly string[]) =>
  resource({ name: 't' }, async function* () {
    yield { bytes: Buffer.from(rows.join('\n')), format: 'jsonl' as const }
  })

const typesOf = async (p: ReturnType<typeof open>) =>
  Object.fromEntries(
    (
      await p
        .dataset()
        .sql(
          "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 't' AND column_name NOT LIKE '\\_dlt%' ESCAPE '\\'",
        )
        .rows()
    ).map((row) => [row.column_name, row.data_type]),
  )
const values = async (p: ReturnType<typeof open>) =>
  (await p.dataset().sql('SELECT a::VARCHAR AS a FROM ds.t ORDER BY id').rows()).map((row) => row.a)

describe('a column that widens', () => {
  it('within a run takes doubles beside the integers before them, from bytes and from rows alike', async () => {
    const rows = Array.from({ length: 3000 }, (_, id) => `{"id":${id},"a":${id === 2000 ? '0.5' : id}}`)
    const p = open()
    const info = await p.run(lines(...rows))
    expect(info.packages[0]?.report.widened).toEqual([{ table: 't', column: 'a', from: 'bigint', to: 'double' }])
    expect(info.warnings).toEqual(['Table t: column a was bigint and is double now.'])
    expect(await typesOf(p)).toEqual({ id: 'BIGINT', a: 'DOUBLE' })
    const [sums] = await p.dataset().sql('SELECT sum(a) AS a, count(a) AS n FROM ds.t').rows()
    expect(sums).toEqual({ a: (2999 * 3000) / 2 - 2000 + 0.5, n: 3000 })
    await p.run(
      rows.map((row) => JSON.parse(row)),
      { tableName: 'u' },
    )
    const [same] = await p.dataset().sql('SELECT sum(a) AS a, count(a) AS n FROM ds.u').rows()
    expect(same).toEqual(sums)
  })

  it('across runs changes at the destination, in the transaction that loads', async () => {
    const p = open()
    await p.run(lines('{"id":1,"a":1}'))
    await p.run(lines('{"id":2,"a":1.5,"l":[{"x":1}]}'))
    await p.run(lines('{"id":3,"a":3}'))
    expect(await typesOf(p)).toEqual({ id: 'BIGINT', a: 'DOUBLE' })
    expect(await values(p)).toEqual(['1.0', '1.5', '3.0'])
  })

  it.each([
    ['of the same run', [[`{"id":1,"a":${BIG}}`, '{"id":2,"a":1.5}']]],
    ['of an earlier run', [[`{"id":1,"a":${BIG}}`], ['{"id":2,"a":1.5}']]],
  ] as const)('becomes a decimal where integers %s are beyond what a double can hold', async (_when, runs) => {
    const p = open()
    for (const rows of runs) await p.run(lines(...rows))
    expect(await typesOf(p)).toEqual({ id: 'BIGINT', a: 'DECIMAL(38,9)' })
    expect(await values(p)).toEqual([`${BIG}.000000000`, '1.500000000'])
  })

  it('takes longer decimals, within a run and across runs', async () => {
    const p = open()
    const columns = { a: { dataType: 'decimal', precision: 6, scale: 2 } }
    await p.run(
      [
        { id: 1, a: decimal('1.25') },
        { id: 2, a: decimal('1.0625') },
      ],
      { tableName: 't', columns },
    )
    expect(await typesOf(p)).toEqual({ id: 'BIGINT', a: 'DECIMAL(8,4)' })
    await p.run([{ id: 3, a: decimal('123456.5') }], { tableName: 't' })
    expect(await typesOf(p)).toEqual({ id: 'BIGINT', a: 'DECIMAL(10,4)' })
    expect(await values(p)).toEqual(['1.2500', '1.0625', '123456.5000'])
  })

  it('widens in nested tables and in tables that are merged', async () => {
    const p = open()
    const merge: RunOptions = { tableName: 't', writeDisposition: 'merge', primaryKey: 'id' }
    await p.run([{ id: 1, a: 1, l: [1] }], merge)
    const info = await p.run(
      [
        { id: 1, a: 2.5, l: [1, 0.25] },
        { id: 2, a: 1, l: [] },
      ],
      merge,
    )
    expect(info.packages[0]?.report.widened).toEqual([
      { table: 't', column: 'a', from: 'bigint', to: 'double' },
      { table: 't__l', column: 'value', from: 'bigint', to: 'double' },
    ])
    expect(await values(p)).toEqual(['2.5', '1.0'])
    expect(await p.dataset().rowCounts()).toEqual({ t: 2, t__l: 2 })
  })
})

describe('a column that does not widen', () => {
  it.each([
    ['where it is not asked for', { widen: false }],
    ['where no type holds both', {}],
  ] as const)('gets a variant %s', async (why, options) => {
    const p = open()
    const value = why === 'where no type holds both' ? 'true' : '1.5'
    await p.run(lines('{"id":1,"a":1}', `{"id":2,"a":${value}}`), options)
    expect(Object.keys(await typesOf(p))).toEqual(['id', 'a', expect.stringMatching(/^a__v_(bool|double)$/)])
  })

  it('is the contract’s business first', async () => {
    const p = open()
    await p.run(lines('{"id":1,"a":1}'))
    await expect(p.run(lines('{"id":2,"a":1.5}'), { schemaContract: { dataType: 'freeze' } })).rejects.toMatchObject({
      code: 'contract_data_type',
    })
    const info = await p.run(lines('{"id":2,"a":1.5}'), { schemaContract: { dataType: 'discard_value' } })
    expect(info.packages[0]?.report).toMatchObject({ discarded: [{ column: 'a__v_double', count: 1 }] })
    expect(await typesOf(p)).toEqual({ id: 'BIGINT', a: 'BIGINT' })
  })
})
