import { deepEqual, fail, ok } from 'node:assert/strict'
import { mergeStrategiesOf } from '../../../capabilities/table-format.ts'
import { type Hints, type Pipeline, type Resource, source } from '../../../index.ts'
import { contents } from '../contents.ts'
import type { Suite } from '../open-suite.ts'
import { type SuiteAbilities, type SuiteCase, suiteCase } from '../suite-case.ts'

const FIRST = [
  { id: 1, v: 'a', items: [{ n: 1 }] },
  { id: 2, v: 'b', items: [] },
]
const SECOND = [
  { id: 1, v: 'c', items: [{ n: 2 }] },
  { id: 3, v: 'd', more: true, items: [{ n: 3 }] },
]

/** A load that breaks at any of its steps is there as a whole or not at all, and the next one has it all, once. */
export function faultCases(abilities: SuiteAbilities): readonly SuiteCase[] {
  const canMerge = mergeStrategiesOf(abilities.capabilities, abilities.tableFormat).length > 0
  const ways: readonly (readonly [string, Hints])[] = [
    ['append', { writeDisposition: 'append' }],
    ['replace', { writeDisposition: 'replace' }],
    ...(canMerge ? [['merge', { writeDisposition: 'merge', primaryKey: 'id' }] as const] : []),
  ]
  return ways.map(([name, hints]) =>
    suiteCase(
      `${name}: a load is all there or not at all, wherever it breaks`,
      (suite) => breakAnywhere(suite, name, hints),
      600_000,
    ),
  )
}

/** Each time into a dataset of its own, which holds a first load. */
async function breakAnywhere(suite: Suite, name: string, hints: Hints): Promise<void> {
  const load = (shop: Pipeline, rows: readonly object[]) => {
    const loaded = [suite.resource({ name: 't', ...hints }, rows), suite.resource({ name: 'log' }, [{ n: 1 }])]
    // Once as two packages, which come in together.
    return shop.run(name === 'append' ? loaded.map(alone) : loaded)
  }
  let expected: { before: unknown; after: unknown } | undefined
  for (let at = 0; ; at += 1) {
    const dataset = `broken_${name}_${at}`
    const shop = suite.pipeline(dataset)
    await load(shop, FIRST)
    const before = await found(shop)
    const sealed = (await shop.packages()).length
    const interrupted = suite.interrupted(at)
    const outcome = await load(suite.pipeline(dataset, { destination: interrupted.destination }), SECOND).then(
      () => 'loaded',
      () => 'failed',
    )
    const steps = interrupted.steps()
    await interrupted[Symbol.asyncDispose]?.()
    if (expected === undefined) {
      if (outcome === 'failed') fail('the load failed without being interrupted')
      expected = { before, after: await found(shop) }
      ok(steps > 2, `only ${steps} steps`)
      continue
    }
    const seen = await found(await machineOf(suite, dataset, at))
    const isWhole = same(seen, expected.after) || (outcome === 'failed' && same(seen, expected.before))
    if (!isWhole) deepEqual(seen, outcome === 'failed' ? expected.before : expected.after, `broken at step ${at}`)
    // It may break before there is anything to be loaded later.
    if ((await shop.packages()).length === sealed) await load(shop, SECOND)
    else await shop.load()
    deepEqual(await found(shop), expected.after, `loaded after it broke at step ${at}`)
    // Beyond its last step nothing broke.
    if (steps < at) return
  }
}

/** A source with this resource only, so that its rows are a package. */
function alone(resource: Resource<string, unknown>) {
  return source({ name: `of_${resource.name}`, resources: () => [resource] })()
}

/** Rows without their nulls: a column that nobody has filled may come before its rows, where the engine changes tables so. */
async function found(shop: Pipeline): Promise<unknown> {
  const tables = Object.entries(await contents(shop)).filter(([, rows]) => rows.length > 0)
  return Object.fromEntries(
    tables.map(([name, rows]) => [name, rows.map((row) => row.replaceAll(/\\*"\w+\\*":null,?/g, '')).sort()]),
  )
}

/** Another machine, which knows only what is at the destination. */
async function machineOf(suite: Suite, dataset: string, at: number): Promise<Pipeline> {
  const other = suite.pipeline(dataset, { machine: `other${at}` })
  await other.sync()
  return other
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
