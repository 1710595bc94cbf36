import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Hints, pipeline, resource } from '../../src/index.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-merge-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

type Rows = readonly Readonly<Record<string, unknown>>[]

const merged = (strategy: string, options: Hints['writeDisposition'] & object = { disposition: 'merge' }) => ({
  ...options,
  disposition: 'merge' as const,
  strategy,
})

/** Loads each batch in a run of its own; returns the tables as they are then, without dlt's columns. */
async function load(hints: Hints, ...batches: readonly (Rows | { readonly hints: Hints; readonly rows: Rows })[]) {
  const shop = pipeline({
    name: 'shop',
    destination: 'duckdb',
    dataset: 'd',
    dataDir: join(folder, 'data'),
    projectDir: folder,
    env: {},
  })
  for (const batch of batches) {
    const { rows, hints: own } = 'rows' in batch ? batch : { rows: batch, hints }
    await shop.run(resource({ name: 't', ...own }, rows))
  }
  const values = async (sql: string) =>
    (await shop.dataset().sql(sql).rows()).map((row) => Object.values(row).join(' '))
  return {
    roots: await values('SELECT id, v FROM t ORDER BY ALL'),
    items: await values('SELECT value FROM t__items ORDER BY ALL'),
    lost: await values('SELECT i.value FROM t__items i ANTI JOIN t ON t._dlt_id = i._dlt_parent_id ORDER BY ALL'),
  }
}

const first = [
  { id: 1, v: 'a', items: ['p', 'q'] },
  { id: 2, v: 'b', items: ['r'] },
]
const second = [
  { id: 1, v: 'c', items: ['s'] },
  { id: 3, v: 'd', items: ['t'] },
]

it.each([
  ['delete-insert', ['1 c', '2 b', '3 d'], ['r', 's', 't']],
  ['upsert', ['1 c', '2 b', '3 d'], ['r', 's', 't']],
  ['insert-only', ['1 a', '2 b', '3 d'], ['p', 'q', 'r', 't']],
  ['cdc', ['1 c', '3 d'], ['s', 't']],
])('%s leaves the right rows, nested ones included', async (strategy, roots, items) => {
  const hints: Hints = { primaryKey: 'id', writeDisposition: merged(strategy) }
  expect(await load(hints, first, second)).toEqual({ roots, items, lost: [] })
})

it('keeps the newest of staged rows with one key, with its own nested rows', async () => {
  const hints: Hints = { primaryKey: 'id', writeDisposition: 'merge', columns: { v: { dedupSort: 'desc' } } }
  const rows = [
    { id: 1, v: 'a', items: ['p'] },
    { id: 1, v: 'c', items: ['q'] },
    { id: 1, v: 'b', items: ['r'] },
  ]
  expect(await load(hints, rows)).toEqual({ roots: ['1 c'], items: ['q'], lost: [] })
})

it.each(['upsert', 'cdc', 'insert-only'])('%s keeps one of staged rows with one key', async (strategy) => {
  const hints: Hints = {
    primaryKey: 'id',
    writeDisposition: merged(strategy),
    columns: { v: { dedupSort: 'desc' } },
  }
  const rows = [
    { id: 1, v: 'a' },
    { id: 1, v: 'c' },
    { id: 1, v: 'b' },
  ]
  const one = [{ id: 1, v: 'z', items: ['p'] }]
  expect(
    (
      await load(
        hints,
        rows,
        one.map((row) => ({ ...row, id: 2 })),
        rows,
      )
    ).roots,
  ).toContain('1 c')
  expect((await load(hints, [...rows, ...one])).roots.filter((row) => row.startsWith('1 '))).toHaveLength(1)
})

it.each(['delete-insert', 'upsert', 'cdc'])(
  '%s deletes what says that it is deleted, with all below',
  async (strategy) => {
    const hints: Hints = {
      primaryKey: 'id',
      writeDisposition: merged(strategy),
      columns: { gone: { hardDelete: true, dataType: 'bool' } },
    }
    const both = [
      { id: 1, v: 'a', gone: true },
      { id: 2, v: 'b', items: ['r'] },
    ]
    expect(await load(hints, first, both)).toEqual({ roots: ['2 b'], items: ['r'], lost: [] })
  },
)

it('takes only rows of the source filter and deletes only those of the destination scope', async () => {
  const rule = merged('delete-insert', {
    disposition: 'merge',
    sourceFilter: "v <> 'd'",
    destinationScope: '{table}.id = 2',
  })
  const hints: Hints = { primaryKey: 'id', writeDisposition: 'merge' }
  const scoped = {
    rows: [{ id: 5, v: 'e', items: ['u'] }, ...second.slice(1)],
    hints: { ...hints, writeDisposition: rule },
  }
  expect(await load(hints, first, scoped)).toEqual({ roots: ['1 a', '5 e'], items: ['p', 'q', 'u'], lost: [] })
})

it('deletes by primary key or merge key', async () => {
  const hints: Hints = { primaryKey: 'id', mergeKey: 'v', writeDisposition: 'merge' }
  const rows = [{ id: 7, v: 'b', items: ['w'] }]
  expect(await load(hints, first, rows)).toEqual({ roots: ['1 a', '7 b'], items: ['p', 'q', 'w'], lost: [] })
})

it('retires versions that are absent and keeps their nested rows', async () => {
  const hints: Hints = { writeDisposition: merged('scd2') }
  const result = await load(hints, first, second)
  expect(result).toEqual({ roots: ['1 a', '1 c', '2 b', '3 d'], items: ['p', 'q', 'r', 's', 't'], lost: [] })
})

it('fills root ids in on every level where a table goes over from append to merge', async () => {
  const nested = [{ id: 1, v: 'a', items: [{ value: 'p', deep: [{ x: 1 }] }] }]
  const hints: Hints = { primaryKey: 'id', writeDisposition: 'merge' }
  const start = {
    rows: [...nested, { id: 2, v: 'b', items: [{ value: 'q', deep: [{ x: 2 }] }] }],
    hints: { primaryKey: 'id' },
  }
  expect(await load(hints, start, nested)).toEqual({ roots: ['1 a', '2 b'], items: ['p', 'q'], lost: [] })
})

it('merges over nested tables that never got a root id', async () => {
  const hints: Hints = { primaryKey: 'id', writeDisposition: 'merge' }
  const start = { rows: [{ id: 1, v: 'a', items: [{ value: 'p', deep: [{ x: 1 }] }] }], hints: { primaryKey: 'id' } }
  expect(await load(hints, start, [{ id: 1, v: 'b' }])).toEqual({ roots: ['1 b'], items: [], lost: [] })
})

it('appends without keys where that is asked for', async () => {
  const hints: Hints = { writeDisposition: { disposition: 'merge', withoutKeys: 'append' } }
  const result = await load(hints, first.slice(1), first.slice(1))
  expect(result).toEqual({ roots: ['2 b', '2 b'], items: ['r', 'r'], lost: [] })
})
