import { deepEqual, equal, rejects } from 'node:assert/strict'
import type { MergeStrategy } from '../../../capabilities/capabilities.ts'
import { mergeStrategiesOf } from '../../../capabilities/table-format.ts'
import type { Destination, Hints } from '../../../index.ts'
import { failingCommit } from '../failing-commit.ts'
import type { Suite } from '../open-suite.ts'
import { type SuiteAbilities, type SuiteCase, suiteCase } from '../suite-case.ts'
import { FIRST, loadBatches, type Rows, SECOND } from './merged-rows.ts'

const MERGED = {
  'delete-insert': { roots: ['1 c', '2 b', '3 d'], items: ['r', 's', 't'] },
  upsert: { roots: ['1 c', '2 b', '3 d'], items: ['r', 's', 't'] },
  'insert-only': { roots: ['1 a', '2 b', '3 d'], items: ['p', 'q', 'r', 't'] },
  cdc: { roots: ['1 c', '3 d'], items: ['s', 't'] },
} as const

const merging = (strategy: string, more: Hints = {}): Hints => ({
  primaryKey: 'id',
  ...more,
  writeDisposition: { disposition: 'merge', strategy },
})

/** Append, replace in each way, and merge by each strategy: what a destination can do and how it refuses what it cannot. */
export function dispositionCases(abilities: SuiteAbilities): readonly SuiteCase[] {
  const strategies = mergeStrategiesOf(abilities.capabilities, abilities.tableFormat)
  const merges = (['delete-insert', 'upsert', 'insert-only', 'cdc'] as const).map((strategy) =>
    strategies.includes(strategy) ? mergeCase(strategy) : refusedCase(strategy),
  )
  const deleting = (['delete-insert', 'upsert'] as const).filter((one) => strategies.includes(one))
  return [
    appended,
    ...abilities.capabilities.replaceStrategies.map(replaceCase),
    ...merges,
    ...(strategies.includes('scd2') ? [history, historyByKey] : [refusedCase('scd2')]),
    ...deleting.map(deletingCase),
    ...(strategies.includes('delete-insert') ? [newestOfKey, keyless] : []),
    ...(strategies.length > 0 ? [rooted, twiceTheSame] : [refusedWithout]),
  ]
}

const appended = suiteCase('append adds rows with their nested ones', async (suite) => {
  const shop = suite.pipeline('appended')
  deepEqual(await loadBatches(suite, { shop, hints: { writeDisposition: 'append' } }, FIRST, SECOND), {
    roots: ['1 a', '1 c', '2 b', '3 d'],
    items: ['p', 'q', 'r', 's', 't'],
    lost: [],
  })
})

function replaceCase(replaceStrategy: SuiteAbilities['capabilities']['replaceStrategies'][number]): SuiteCase {
  const name = `replace by ${replaceStrategy} leaves the newest rows, and the old ones where the load fails`
  return suiteCase(name, async (suite) => {
    const dataset = `replaced_${replaceStrategy.replaceAll('-', '_')}`
    const destination = suite.destination({ replaceStrategy })
    const shop = suite.pipeline(dataset, { destination })
    const hints: Hints = { writeDisposition: 'replace' }
    const newest = { roots: ['1 c', '3 d'], items: ['s', 't'], lost: [] }
    deepEqual(await loadBatches(suite, { shop, hints }, FIRST, SECOND), newest)
    await loadThatFails(suite, { dataset, hints, destination })
    await shop.abort()
    deepEqual(await loadBatches(suite, { shop, hints }), newest)
    await shop.run(suite.resource({ name: 't', ...hints }, []))
    equal(await shop.dataset().table('t').count(), 0)
    equal(await shop.dataset().table('t__items').count(), 0)
  })
}

/** Within the commit where the destination guards its columns, else before it. */
async function loadThatFails(
  suite: Suite,
  {
    dataset,
    hints,
    destination,
  }: { readonly dataset: string; readonly hints: Hints; readonly destination: Destination },
): Promise<void> {
  const row = { id: 9, v: 'x', items: [] }
  if (suite.abilities.capabilities.guardsNotNull) {
    const columns = { must: { dataType: 'bigint', nullable: false } }
    const shop = suite.pipeline(dataset, { destination })
    await rejects(shop.run(suite.resource({ name: 't', ...hints, columns }, [{ ...row, must: null }])))
    return
  }
  const shop = suite.pipeline(dataset, { destination: failingCommit(destination) })
  await rejects(shop.run(suite.resource({ name: 't', ...hints }, [row])), { code: 'plug_pulled' })
}

function mergeCase(strategy: keyof typeof MERGED): SuiteCase {
  return suiteCase(`merge by ${strategy} leaves the right rows, nested ones included`, async (suite) => {
    const shop = suite.pipeline(`merged_${strategy.replaceAll('-', '_')}`)
    const found = await loadBatches(suite, { shop, hints: merging(strategy) }, FIRST, SECOND)
    deepEqual(found, { ...MERGED[strategy], lost: [] })
  })
}

function refusedCase(strategy: MergeStrategy): SuiteCase {
  return suiteCase(`merge by ${strategy} is refused when planned, and before anything is read`, async (suite) => {
    const shop = suite.pipeline(`refused_${strategy.replaceAll('-', '_')}`)
    const read = suite.resource({ name: 't', ...merging(strategy) }, failIfRead)
    await rejects(shop.plan(read), { code: 'unsupported_merge_strategy' })
    await rejects(shop.run(read), { code: 'unsupported_merge_strategy' })
  })
}

const refusedWithout = suiteCase('a merge is refused when planned, and before anything is read', async (suite) => {
  const shop = suite.pipeline('refused_merge')
  const read = suite.resource({ name: 't', primaryKey: 'id', writeDisposition: 'merge' }, failIfRead)
  await rejects(shop.plan(read), { code: 'unsupported_merge_strategy' })
  await rejects(shop.run(read), { code: 'unsupported_merge_strategy' })
})

// biome-ignore lint/correctness/useYield: nothing is to be read of it
async function* failIfRead(): AsyncIterable<unknown> {
  throw new Error('the resource was read')
}

const history = suiteCase('scd2 ends versions that changed or went and keeps the others', async (suite) => {
  const shop = suite.pipeline('history')
  const hints: Hints = { writeDisposition: { disposition: 'merge', strategy: 'scd2' } }
  for (const rows of [FIRST, SECOND, SECOND]) await shop.run(suite.resource({ name: 't', ...hints }, rows))
  const rows = await shop.dataset().sql('SELECT id, v, _dlt_valid_to IS NULL AS active FROM t ORDER BY id, v').rows()
  deepEqual(
    rows.map(({ id, v, active }) => [id, v, active]),
    [
      [1, 'a', false],
      [1, 'c', true],
      [2, 'b', false],
      [3, 'd', true],
    ],
  )
  equal((await shop.dataset().loads()).length, 3)
  equal(await shop.dataset().table('t__items').count(), 5)
})

const historyByKey = suiteCase(
  'scd2 keeps versions whose merge key is absent, with names and an active moment of its own',
  async (suite) => {
    const shop = suite.pipeline('history_by_key')
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
    for (const rows of [FIRST, SECOND]) await shop.run(suite.resource({ name: 't', ...hints }, rows))
    const active = "until = CAST('9999-12-31T00:00:00Z' AS TIMESTAMP WITH TIME ZONE)"
    const rows = await shop.dataset().sql(`SELECT id, v FROM t WHERE ${active} ORDER BY id`).rows()
    deepEqual(
      rows.map(({ id, v }) => `${id} ${v}`),
      ['1 c', '2 b', '3 d'],
    )
    const [ended] = await shop.dataset().sql("SELECT until FROM t WHERE v = 'a'").rows()
    equal(ended?.until, '2024-08-21T12:15:00.000000Z')
  },
)

function deletingCase(strategy: MergeStrategy): SuiteCase {
  return suiteCase(`${strategy}: a deleted row goes with its nested rows`, async (suite) => {
    const hints = merging(strategy, { columns: { gone: { hardDelete: true, dataType: 'bool' } } })
    const third: Rows = [
      { id: 1, v: 'x', gone: true, items: [] },
      { id: 4, v: 'e', items: ['u'] },
    ]
    const shop = suite.pipeline(`deleted_${strategy.replaceAll('-', '_')}`)
    deepEqual(await loadBatches(suite, { shop, hints }, FIRST, SECOND, third), {
      roots: ['2 b', '3 d', '4 e'],
      items: ['r', 't', 'u'],
      lost: [],
    })
  })
}

const newestOfKey = suiteCase('delete-insert: of rows with one key the column of the order decides', async (suite) => {
  const hints = merging('delete-insert', { columns: { v: { dedupSort: 'desc' } } })
  const thrice: Rows = [
    { id: 1, v: 'a', items: ['p'] },
    { id: 1, v: 'c', items: ['q'] },
    { id: 1, v: 'b', items: ['r'] },
  ]
  const found = await loadBatches(suite, { shop: suite.pipeline('deduplicated'), hints }, thrice)
  deepEqual(found, { roots: ['1 c'], items: ['q'], lost: [] })
})

const keyless = suiteCase('delete-insert by a merge key replaces all rows that have it', async (suite) => {
  const hints: Hints = { mergeKey: 'part', writeDisposition: 'merge' }
  const first = FIRST.map((row) => ({ ...row, part: 1 }))
  const second = [{ id: 9, v: 'z', part: 1, items: ['y'] }]
  const found = await loadBatches(suite, { shop: suite.pipeline('by_merge_key'), hints }, first, second)
  deepEqual(found, { roots: ['9 z'], items: ['y'], lost: [] })
})

const rooted = suiteCase('rows that were appended can be merged, their nested ones with them', async (suite) => {
  const shop = suite.pipeline('rooted')
  const deep: Rows = [{ id: 1, v: 'a', items: [{ value: 'p', parts: [1, 2] }] }]
  await shop.run(suite.resource({ name: 't' }, deep))
  const merge: Hints = { primaryKey: 'id', writeDisposition: 'merge' }
  await shop.run(suite.resource({ name: 't', ...merge }, [{ id: 1, v: 'b', items: [{ value: 'q', parts: [3] }] }]))
  const parts = await shop.dataset().table('t__items__parts').rows()
  deepEqual(
    parts.map(({ value }) => value),
    [3],
  )
  deepEqual(await shop.dataset().rowCounts(), { t: 1, t__items: 1, t__items__parts: 1 })
})

const twiceTheSame = suiteCase('a merge of the same rows again changes nothing', async (suite) => {
  const shop = suite.pipeline('merged_again')
  const hints: Hints = { primaryKey: 'id', writeDisposition: 'merge' }
  const found = await loadBatches(suite, { shop, hints }, FIRST, FIRST, FIRST)
  deepEqual(found, { roots: ['1 a', '2 b'], items: ['p', 'q', 'r'], lost: [] })
})
