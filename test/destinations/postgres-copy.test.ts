import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FileFormat } from '../../src/capabilities/capabilities.ts'
import type { Hints } from '../../src/contracts/resource.ts'
import { postgres } from '../../src/destinations/postgres/index.ts'
import { decimal, naive, pipeline, resource, wei } from '../../src/index.ts'
import { useDatabase } from '../postgres/use-database.ts'

const db = useDatabase()
let folder = ''
let serial = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-copy-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const COLUMNS: NonNullable<Hints['columns']> = {
  id: { dataType: 'bigint' },
  text: { dataType: 'text' },
  whole: { dataType: 'bigint' },
  small: { dataType: 'bigint', precision: 16 },
  medium: { dataType: 'bigint', precision: 32 },
  real: { dataType: 'double' },
  truth: { dataType: 'bool' },
  zoned: { dataType: 'timestamp' },
  millis: { dataType: 'timestamp', precision: 3 },
  local: { dataType: 'timestamp', timezone: false },
  day: { dataType: 'date' },
  clock: { dataType: 'time' },
  amount: { dataType: 'decimal' },
  wide: { dataType: 'decimal', precision: 60, scale: 30 },
  gas: { dataType: 'wei' },
  bytes: { dataType: 'binary' },
  document: { dataType: 'json' },
}

const DIGITS = fc.stringMatching(/^-?[1-9]\d{0,24}(\.\d{1,9})?$/)
const MOMENT = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => date.toISOString())
/** Texts with what COPY gives a meaning to, and with NUL, which is left out. */
const TEXT = fc.string({
  unit: fc.constantFrom('a', 'ß', '😀', '\t', '\n', '\\', '"', '\0', '漢', ' ', 'N'),
  maxLength: 90,
})
const ROW = fc.record({
  text: TEXT,
  whole: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  small: fc.integer({ min: -32_768, max: 32_767 }),
  medium: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  real: fc.double({ noNaN: true, noDefaultInfinity: true }),
  truth: fc.boolean(),
  zoned: MOMENT,
  millis: MOMENT,
  local: MOMENT.map((text) => naive(text.slice(0, -1))),
  day: MOMENT.map((text) => text.slice(0, 10)),
  clock: MOMENT.map((text) => text.slice(11, 23)),
  amount: DIGITS.map((text) => decimal(text)),
  wide: fc.tuple(DIGITS, fc.integer({ min: -25, max: 4 })).map(([text, power]) => decimal(`${text}E${power}`)),
  gas: fc.bigInt({ min: -(10n ** 77n), max: 10n ** 77n }).map(wei),
  bytes: fc.uint8Array({ maxLength: 70 }),
  document: fc.record({ key: TEXT, list: fc.array(fc.integer()) }),
})

async function loaded(format: FileFormat, rows: readonly Readonly<Record<string, unknown>>[]) {
  serial += 1
  const dataset = `d${serial}`
  const into = pipeline({
    name: dataset,
    destination: postgres(db().url),
    dataset,
    dataDir: join(folder, dataset),
    projectDir: folder,
    env: {},
  })
  await into.run(resource({ name: 't', columns: COLUMNS, maxTableNesting: 0 }, rows), { loaderFileFormat: format })
  const names = Object.keys(COLUMNS).map((name) => `${name}::text`)
  return db().query(`SELECT ${names.join(', ')} FROM ${dataset}.t ORDER BY ${dataset}.t.id`)
}

describe('the forms of COPY', () => {
  test('bring the same values of all types', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(ROW, { minLength: 30, maxLength: 90 }), async (made) => {
        const rows = made.map((row, id) => ({
          id,
          ...row,
          ...(id % 5 === 4 && { text: null, gas: null, bytes: null }),
        }))
        expect(await loaded('copy_binary', rows)).toEqual(await loaded('copy', rows))
      }),
      { numRuns: 3 },
    )
  })

  test('agree on what is special to a type', async () => {
    const special = [
      { amount: decimal('0.000000001') },
      { amount: decimal('0.000') },
      { amount: decimal('-0'), real: -0 },
      { amount: decimal('1E+3'), wide: decimal('1.5E-20') },
      { amount: decimal('100000000'), wide: decimal('120000.00010000') },
      { wide: decimal('NaN') },
      { whole: -(2n ** 63n), small: -32_768, medium: -(2 ** 31) },
      { zoned: '0001-01-01T00:00:00Z', day: '0001-01-01', clock: '00:00:00' },
      { zoned: '9999-12-31T23:59:59.999999Z', day: '9999-12-31', clock: '23:59:59.999999' },
      { text: '', bytes: new Uint8Array(), document: {} },
    ]
    const rows = special.map((row, id) => ({ id, ...row }))
    expect(await loaded('copy_binary', rows)).toEqual(await loaded('copy', rows))
  })

  test('refuse an integer that its column does not hold, and say which', async () => {
    const failed = loaded('copy_binary', [
      { id: 1, small: 7 },
      { id: 2, small: 70_000 },
    ])
    await expect(failed).rejects.toMatchObject({
      code: 'value_does_not_fit',
      message: 'table t: incorrect binary data format (COPY t, line 2, column small: "70000")',
    })
  })

  test('share a table of many megabytes among several files, whose rows all come', async () => {
    const rows = Array.from({ length: 180 }, (_, id) => ({ id, text: `${id}`.padEnd(200_000, '.') }))
    const found = await loaded('copy_binary', rows)
    expect(found.map(({ id, text }) => [id, text?.length])).toEqual(rows.map(({ id }) => [`${id}`, 200_000]))
  })

  test('go round by way of the schema where a column is of another type by now', async () => {
    serial += 1
    const dataset = `d${serial}`
    const into = pipeline({
      name: dataset,
      destination: postgres(db().url),
      dataset,
      dataDir: join(folder, dataset),
      projectDir: folder,
      env: {},
    })
    const rows = (id: number) => resource({ name: 't', columns: { id: { dataType: 'bigint' } } }, [{ id, tag: '"x"' }])
    await into.run(rows(1))
    await db().query(`ALTER TABLE ${dataset}.t ALTER id TYPE integer, ALTER tag TYPE json USING tag::json`)
    await into.run(rows(2))
    expect(await db().query(`SELECT id, tag FROM ${dataset}.t ORDER BY id`)).toEqual([
      { id: '1', tag: '"x"' },
      { id: '2', tag: '"x"' },
    ])
  })
})
