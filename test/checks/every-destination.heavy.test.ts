import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { CheckResult } from '../../src/checks/check.ts'
import { checkPipeline } from '../../src/checks/check-pipeline.ts'
import { type Hints, pipeline, type Row, resource } from '../../src/index.ts'
import { openPipeline } from '../../src/inspect.ts'
import { useDatabase } from '../postgres/use-database.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-checks-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
afterEach(() => {
  vi.unstubAllEnvs()
})

const many = (count: number, make: (index: number) => Row, from = 0): readonly Row[] =>
  Array.from({ length: count }, (_, index) => make(from + index))

/** Right in all that the checks ask. */
const order = (id: number): Row => ({
  id,
  name: `order ${id}`,
  total: id * 3,
  at: new Date(Date.UTC(2026, 0, 1, 0, id)),
  lines: [{ sku: `S${id}`, count: id }],
})

interface Fault {
  readonly what: string
  readonly hints?: Omit<Hints, 'name'>
  readonly cursor?: string
  /** Rows of each run. */
  readonly runs: readonly (readonly Row[])[]
  /** What is not good, with words of a finding. */
  readonly found: Readonly<Record<string, string>>
}

const FAULTS: readonly Fault[] = [
  { what: 'nothing', hints: { primaryKey: 'id' }, cursor: 'at', runs: [many(7, order), many(7, order, 7)], found: {} },
  {
    what: 'one page only',
    hints: { primaryKey: 'id' },
    runs: [many(100, order)],
    found: { all_pages: 'a usual size of a page' },
  },
  {
    what: 'a cursor that stands still',
    cursor: 'turn',
    runs: [1, 2].map((run) => many(7, (id) => ({ ...order(id * run + run * 100), turn: 4 }))),
    found: { cursor_moves: 'It stood still at 4' },
  },
  {
    what: 'a schema that drifted',
    hints: { primaryKey: 'id' },
    runs: [0, 1, 2, 3, 4].map((run) =>
      many(7, (id) => (run === 4 ? { ...order(id), odd: `a${id}` } : order(id)), run * 7),
    ),
    found: { schema: 'A new column (text)' },
  },
  {
    what: 'a key of numbers that stands twice',
    hints: { primaryKey: 'id' },
    runs: [many(7, order), many(7, order, 5)],
    found: { unique_keys: '2 values of id, the primary key, stand in several rows: 2 rows too many of 14.' },
  },
  {
    what: 'a key of a text and a time that stands twice',
    hints: { primaryKey: ['name', 'at'] },
    runs: [many(7, order), many(7, order, 6)],
    found: { unique_keys: '1 value of name, at, the primary key, stand in several rows: 1 row too many of 14.' },
  },
  {
    what: 'copies of rows without a key',
    runs: [many(7, order), many(3, order)],
    found: { unique_keys: 'It has no key, and 3 rows of 10 rows are exact copies of others.' },
  },
  {
    what: 'values that did not fit their type',
    hints: { primaryKey: 'id' },
    runs: [many(7, order), many(7, (id) => ({ ...order(id), total: `none ${id}` }), 7)],
    found: { schema: 'do not fit bigint', types: 'do not fit bigint' },
  },
  {
    what: 'numbers as texts, amounts as doubles and times as numbers',
    hints: { primaryKey: 'id' },
    runs: [many(7, (id) => ({ ...order(id), weight: `${id}.5`, price: id + 0.25, created_at: 1_700_000_000 + id }))],
    found: { types: 'Amounts such as 0.25 are doubles' },
  },
]

/** Loads with a fault into a pipeline of its own; gives what is not good. */
async function checked(name: string, to: { destination: string; tableFormat?: string }, fault: Fault) {
  const { hints, cursor, runs } = fault
  const place = { dataDir: join(folder, 'data') }
  for (const rows of runs) {
    const orders = resource(
      {
        name: 'orders',
        ...hints,
        ...(to.tableFormat !== undefined && { tableFormat: to.tableFormat }),
        ...(cursor !== undefined && { incremental: { cursorPath: cursor } }),
      },
      async function* () {
        yield rows
      },
    )
    await pipeline({ name, destination: to.destination, dataset: `${name}_data`, projectDir: folder, ...place }).run(
      orders,
    )
  }
  const { checks } = await checkPipeline(name, place)
  return { checks, dataset: (await openPipeline(name, place)).dataset() }
}

const texts = ({ findings }: CheckResult) => findings.map(({ text }) => text).join('\n')

function holdsOnAll(
  to: { readonly destination: string; readonly tableFormat?: string },
  env: () => Record<string, string>,
) {
  test.each(FAULTS)('$what', async (fault) => {
    for (const [name, value] of Object.entries(env())) vi.stubEnv(name, value)
    const name = `p${FAULTS.indexOf(fault)}_${to.tableFormat ?? to.destination}`
    const { checks, dataset } = await checked(name, to, fault)
    expect(checks.map(({ problem }) => problem)).toEqual(checks.map(() => undefined))
    const troubled = checks.filter(({ health }) => health !== 'good')
    expect(Object.fromEntries(troubled.map((one) => [one.name, texts(one)]))).toEqual(
      Object.fromEntries(Object.entries(fault.found).map(([check, text]) => [check, expect.stringContaining(text)])),
    )
    // What is shown as the statement has to run there, too, and to tell the same.
    for (const { sql, health } of checks) {
      if (sql === undefined) continue
      expect(health).toBe('bad')
      const { rows } = await dataset.sql(sql).grid()
      expect(Number(rows[0]?.[0])).toBeGreaterThan(0)
    }
  })
}

describe('of loads into DuckDB the checks find', () => holdsOnAll({ destination: 'duckdb' }, () => ({})))

describe('of loads into PostgreSQL the checks find', () => {
  const db = useDatabase()
  holdsOnAll({ destination: 'postgres' }, () => ({ DESTINATION__POSTGRES__CREDENTIALS: db().url }))
})

const lake = () => ({ DESTINATION__FILESYSTEM__BUCKET_URL: join(folder, 'lake') })

describe('of loads into Parquet files the checks find', () => holdsOnAll({ destination: 'filesystem' }, lake))

describe('of loads into Delta tables the checks find', () =>
  holdsOnAll({ destination: 'filesystem', tableFormat: 'delta' }, lake))
