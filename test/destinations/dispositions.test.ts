import { describe, expect, test } from 'vitest'
import { type Hints, type Pipeline, resource } from '../../src/index.ts'
import { contents } from './contents.ts'
import { TESTED, useDestination } from './destinations.ts'

type Rows = readonly Readonly<Record<string, unknown>>[]

const FIRST: Rows = [
  { id: 1, v: 'a', items: ['p', 'q'] },
  { id: 2, v: 'b', items: ['r'] },
]
const SECOND: Rows = [
  { id: 1, v: 'c', items: ['s'] },
  { id: 3, v: 'd', items: ['t'] },
]

async function load(shop: Pipeline, hints: Hints, ...batches: readonly Rows[]) {
  for (const rows of batches) await shop.run(resource({ name: 't', ...hints }, rows))
  const found = await contents(shop)
  return {
    roots: (await shop.dataset().sql('SELECT id, v FROM t ORDER BY id, v').rows()).map((row) => `${row.id} ${row.v}`),
    items: (await shop.dataset().sql('SELECT value FROM t__items ORDER BY value').rows()).map((row) => row.value),
    lost: found.t__items?.filter((row) => row.includes('nothing')),
  }
}

describe.each(TESTED)('$name', (tested) => {
  const bench = useDestination(tested)

  test('append adds rows with their nested ones', async ({ skip }) => {
    if (bench.opened === undefined) return skip(tested.absent)
    expect(await load(bench.pipeline('appended'), { writeDisposition: 'append' }, FIRST, SECOND)).toEqual({
      roots: ['1 a', '1 c', '2 b', '3 d'],
      items: ['p', 'q', 'r', 's', 't'],
      lost: [],
    })
  })

  test.for(['truncate-and-insert', 'insert-from-staging', 'staging-optimized'] as const)(
    'replace by %s leaves the newest rows, and the old ones where the load fails',
    async (replaceStrategy, { skip }) => {
      if (bench.opened === undefined) return skip(tested.absent)
      const destination = bench.opened.make({ replaceStrategy })
      const shop = bench.pipeline(`replaced_${replaceStrategy.replaceAll('-', '_')}`, { destination })
      const hints: Hints = { writeDisposition: 'replace' }
      const newest = { roots: ['1 c', '3 d'], items: ['s', 't'], lost: [] }
      expect(await load(shop, hints, FIRST, SECOND)).toEqual(newest)
      const strict: Hints = { ...hints, columns: { must: { dataType: 'bigint', nullable: false } } }
      await expect(
        shop.run(resource({ name: 't', ...strict }, [{ id: 9, v: 'x', items: [], must: null }])),
      ).rejects.toThrow()
      await shop.abort()
      expect(await load(shop, hints)).toEqual(newest)
      await shop.run(resource({ name: 't', ...hints }, [] as Rows))
      expect(await shop.dataset().table('t').count()).toBe(0)
      expect(await shop.dataset().table('t__items').count()).toBe(0)
    },
  )

  test.for([
    ['delete-insert', ['1 c', '2 b', '3 d'], ['r', 's', 't']],
    ['upsert', ['1 c', '2 b', '3 d'], ['r', 's', 't']],
    ['insert-only', ['1 a', '2 b', '3 d'], ['p', 'q', 'r', 't']],
    ['cdc', ['1 c', '3 d'], ['s', 't']],
  ] as const)('merge by %s leaves the right rows, nested ones included', async ([strategy, roots, items], { skip }) => {
    if (bench.opened === undefined) return skip(tested.absent)
    const shop = bench.pipeline(`merged_${strategy.replaceAll('-', '_')}`)
    const hints: Hints = { primaryKey: 'id', writeDisposition: { disposition: 'merge', strategy } }
    expect(await load(shop, hints, FIRST, SECOND)).toEqual({ roots, items, lost: [] })
  })

  test('scd2 ends versions that changed or went and keeps the others', async ({ skip }) => {
    if (bench.opened === undefined) return skip(tested.absent)
    const shop = bench.pipeline('history')
    const hints: Hints = { writeDisposition: { disposition: 'merge', strategy: 'scd2' } }
    for (const rows of [FIRST, SECOND, SECOND]) await shop.run(resource({ name: 't', ...hints }, rows))
    const rows = await shop.dataset().sql('SELECT id, v, _dlt_valid_to IS NULL AS active FROM t ORDER BY id, v').rows()
    expect(rows).toEqual([
      { id: 1, v: 'a', active: false },
      { id: 1, v: 'c', active: true },
      { id: 2, v: 'b', active: false },
      { id: 3, v: 'd', active: true },
    ])
    const [loads] = await shop.dataset().sql('SELECT max(load_id) AS newest, count(*) AS n FROM _dlt_loads').rows()
    expect(loads?.n).toBe(3)
    expect(await shop.dataset().table('t__items').count()).toBe(5)
  })

  test('scd2 keeps versions whose merge key is absent, with names and an active moment of its own', async ({
    skip,
  }) => {
    if (bench.opened === undefined) return skip(tested.absent)
    const shop = bench.pipeline('history_by_key')
    const hints: Hints = {
      mergeKey: 'id',
      writeDisposition: {
        disposition: 'merge',
        strategy: 'scd2',
        validity_column_names: ['since', 'until'],
        active_record_timestamp: '9999-12-31T00:00:00Z',
        boundary_timestamp: '2024-08-21T12:15:00Z',
      },
    }
    for (const rows of [FIRST, SECOND]) await shop.run(resource({ name: 't', ...hints }, rows))
    const active = "until = CAST('9999-12-31T00:00:00Z' AS TIMESTAMP WITH TIME ZONE)"
    const rows = await shop.dataset().sql(`SELECT id, v FROM t WHERE ${active} ORDER BY id`).rows()
    expect(rows.map(({ id, v }) => `${id} ${v}`)).toEqual(['1 c', '2 b', '3 d'])
    const [ended] = await shop.dataset().sql("SELECT until FROM t WHERE v = 'a'").rows()
    expect(ended?.until).toBe('2024-08-21T12:15:00.000000Z')
  })

  test('a deleted row goes with its nested rows, and the newest of one key stays', async ({ skip }) => {
    if (bench.opened === undefined) return skip(tested.absent)
    const hints = (strategy: string): Hints => ({
      primaryKey: 'id',
      writeDisposition: { disposition: 'merge', strategy },
      columns: { gone: { hardDelete: true, dataType: 'bool' }, v: { dedupSort: 'desc' } },
    })
    const third: Rows = [
      { id: 1, v: 'x', gone: true, items: [] },
      { id: 4, v: 'e', items: ['u'] },
    ]
    for (const strategy of ['delete-insert', 'upsert']) {
      const shop = bench.pipeline(`deleted_${strategy.replaceAll('-', '_')}`)
      expect(await load(shop, hints(strategy), FIRST, SECOND, third)).toEqual({
        roots: ['2 b', '3 d', '4 e'],
        items: ['r', 't', 'u'],
        lost: [],
      })
    }
    const twice: Rows = [
      { id: 1, v: 'a', items: ['p'] },
      { id: 1, v: 'c', items: ['q'] },
      { id: 1, v: 'b', items: ['r'] },
    ]
    const once = { roots: ['1 c'], items: ['q'], lost: [] }
    expect(await load(bench.pipeline('deduplicated'), hints('delete-insert'), twice)).toEqual(once)
  })

  test('nested rows that were appended get the key of their root when the table is merged', async ({ skip }) => {
    if (bench.opened === undefined) return skip(tested.absent)
    const shop = bench.pipeline('rooted')
    const deep: Rows = [{ id: 1, v: 'a', items: [{ value: 'p', parts: [1, 2] }] }]
    await shop.run(resource({ name: 't' }, deep))
    const merge: Hints = { primaryKey: 'id', writeDisposition: 'merge' }
    await shop.run(resource({ name: 't', ...merge }, [{ id: 1, v: 'b', items: [{ value: 'q', parts: [3] }] }]))
    expect((await shop.dataset().table('t__items__parts').rows()).map(({ value }) => value)).toEqual([3])
    expect(await shop.dataset().rowCounts()).toEqual({ t: 1, t__items: 1, t__items__parts: 1 })
  })
})
