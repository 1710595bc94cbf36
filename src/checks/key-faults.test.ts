import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { duckdb, pipeline, resource } from '../index.ts'
import { readLocalSchemas } from '../inspect.ts'
import { askAll } from './ask-all.ts'
import type { CheckFacts } from './check.ts'
import { keyFaults } from './key-faults.ts'
import { ROWS_AT_ONCE } from './key-slices.ts'
import type { Key } from './table-keys.ts'
import { type TableThere, tablesThere } from './tables-there.ts'

let folder: string
let facts: CheckFacts
let there: TableThere
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-keys-'))
  const place = { dataDir: join(folder, 'data') }
  const opened = pipeline({
    name: 'shop',
    destination: duckdb({ path: join(folder, 'x.duckdb') }),
    projectDir: folder,
    ...place,
  })
  const ids = Array.from({ length: 500 }, (_, n) => n - 250)
  const rows = [...ids, -250, -250, 7, null, null].map((id) => ({
    id,
    code: id === null ? null : id === 0 ? '' : `ä${id}`,
    at: id === null ? null : new Date(Date.UTC(2026, 0, 1) + id * 1000),
  }))
  await opened.run(resource({ name: 'goods' }, rows))
  facts = {
    pipeline: 'shop',
    traces: [],
    schemas: await readLocalSchemas('shop', place),
    cursors: [],
    dataset: opened.dataset(),
    now: 0,
  }
  const [found] = await tablesThere(facts)
  if (found === undefined) throw new Error('there is no table')
  there = found
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const soon = () => performance.now() + 60_000
const key = (...columns: readonly string[]): Key => ({ columns, unique: true, kind: 'primary key' })
/** As many slices as a table with so many times more rows would have. */
const large = (times: number): TableThere => ({ ...there, rows: ROWS_AT_ONCE * times })

describe('faults of a key', () => {
  test.each([
    ['a number', ['id']],
    ['a text', ['code']],
    ['a text and a time', ['at', 'code']],
    ['a time, which is not cut in slices', ['at']],
  ])('are the same in slices of a large table as in one: %s', async (_, columns) => {
    const faults = { doubled: 2, surplus: 3, nulls: 2, compared: 1 }
    for (const of of [there, large(8), large(1000)]) {
      expect(await keyFaults(facts, [{ key: key(...columns), of }], soon())).toMatchObject([faults])
    }
  })

  test('are those of the slices that there was time for', async () => {
    const [faults] = await keyFaults(facts, [{ key: key('id'), of: large(8) }], performance.now())
    expect(faults?.compared).toBe(1 / 8)
    expect(faults?.doubled).toBeLessThanOrEqual(2)
  })

  test('of a small table are told before those of a large one', async () => {
    const asked = [
      { key: key('id'), of: large(8) },
      { key: key('at'), of: there },
    ]
    const told = await keyFaults(facts, asked, performance.now())
    expect(told.map(({ compared }) => compared)).toEqual([0, 1])
  })
})

describe('a statement that asks many', () => {
  const asking = { weight: () => 0, maxRows: 1, until: Number.POSITIVE_INFINITY }

  test('is one for all, and each gets its own rows', async () => {
    const statements: string[] = []
    const answers = await askAll(facts, {
      ...asking,
      questions: ['id', 'code'],
      sql: (columns) => {
        const sql = columns.map((name, at) => `SELECT ${at}, '${name}'`).join(' UNION ALL ')
        statements.push(sql)
        return sql
      },
    })
    expect([...answers]).toEqual([
      ['id', { rows: [['id']] }],
      ['code', { rows: [['code']] }],
    ])
    expect(statements).toHaveLength(1)
  })

  test('is asked in parts where it fails, until the one is found that fails', async () => {
    const asked: string[] = []
    const sql = (values: readonly string[]) => values.map((value, at) => `SELECT ${at}, ${value}`).join(' UNION ALL ')
    const answering = askAll(facts, {
      ...asking,
      questions: ['1', '2', 'nothing', '3'],
      sql: (values) => {
        asked.push(values.join())
        return sql(values)
      },
    })
    await expect(answering).rejects.toMatchObject({ code: 'bad_sql' })
    expect(asked).toEqual(['1,2,nothing,3', '1,2', 'nothing,3', 'nothing'])
  })
})
