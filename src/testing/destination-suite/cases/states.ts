import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import type { Pipeline } from '../../../index.ts'
import type { Suite } from '../open-suite.ts'
import { type SuiteCase, suiteCase } from '../suite-case.ts'
import type { Rows } from './merged-rows.ts'

/** What one machine knows reaches another through the destination, and two never go on from one state. */
export function stateCases(): readonly SuiteCase[] {
  return [taken, moved, met]
}

const feed = (suite: Suite, rows: Rows, arrived: () => Promise<unknown> = async () => {}) =>
  suite.resource(
    { name: 't', primaryKey: 'id', incremental: { cursorPath: 'at', initialValue: 0 } },
    async function* () {
      yield rows
      await arrived()
    },
  )

const idsOf = async (shop: Pipeline) => (await shop.dataset().table('t').orderBy('id').rows()).map(({ id }) => id)

const taken = suiteCase('the state and the schema of one machine are taken up by another', async (suite) => {
  const rows = (...some: readonly (readonly [number, number])[]) =>
    feed(
      suite,
      some.map(([id, at]) => ({ id, at })),
    )
  await suite.pipeline('taken').run(rows([1, 1], [2, 5]))
  const there = suite.pipeline('taken', { machine: 'there' })
  await there.run(rows([2, 5], [3, 4], [4, 9]))
  deepEqual(await idsOf(there), [1, 2, 4])
  const here = suite.pipeline('taken')
  await here.run(rows([4, 9], [5, 10]))
  deepEqual(await idsOf(here), [1, 2, 4, 5])
  const third = suite.pipeline('taken', { machine: 'third' })
  await third.sync()
  const hashes = [here, third].map(async (shop) =>
    [...(await shop.schemas()).values()].map(({ version_hash }) => version_hash),
  )
  const [one, other] = await Promise.all(hashes)
  deepEqual(one, other)
})

const moved = suiteCase('of two machines that run at once each row comes once', async (suite) => {
  const [here, there] = [suite.pipeline('raced'), suite.pipeline('raced', { machine: 'there' })]
  await here.run(feed(suite, [{ id: 1, at: 1 }]))
  await there.run(feed(suite, [{ id: 2, at: 2 }]))
  await here.sync()
  await there.sync()
  const outcomes = await Promise.allSettled([here, there].map((shop) => shop.run(feed(suite, [{ id: 3, at: 3 }]))))
  const codes = outcomes.map((one) => (one.status === 'fulfilled' ? 'loaded' : String(one.reason.code)))
  ok(codes.includes('loaded'), codes.join())
  deepEqual(
    codes.filter((one) => one !== 'loaded' && one !== 'state_moved'),
    [],
  )
  deepEqual(await idsOf(here), [1, 2, 3])
})

const met = suiteCase(
  'of two machines that go on from one state the second is refused and goes on after it',
  async (suite) => {
    const upTo = (most: number): Rows => Array.from({ length: most }, (_, at) => ({ id: at + 1, at: at + 1 }))
    const [here, there] = [suite.pipeline('met'), suite.pipeline('met', { machine: 'there' })]
    // Naively both append what they have read: ids 1 and 2 come twice, as each read from the same cursor.
    await rejects(here.run(feed(suite, upTo(3), () => there.run(feed(suite, upTo(2))))), { code: 'state_moved' })
    deepEqual(await idsOf(here), [1, 2])
    await here.abort()
    await here.run(feed(suite, upTo(3)))
    deepEqual(await idsOf(here), [1, 2, 3])
    await rejects(there.run(feed(suite, upTo(4), () => here.run(feed(suite, upTo(5))))), (error: unknown) => {
      match(String(error), /state/)
      return true
    })
    await there.abort()
    await there.run(feed(suite, upTo(6)))
    deepEqual(await idsOf(here), [1, 2, 3, 4, 5, 6])
    equal((await here.dataset().loads()).length, 4)
  },
)
