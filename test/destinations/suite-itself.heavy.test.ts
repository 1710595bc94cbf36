// What the suite is worth: it lets a place pass that brings no way to break it, and none that loses, tears or forgets.
import { describe, expect, test } from 'vitest'
import type { CommitPlan, Loader } from '../../src/contracts/destination.ts'
import { withLoader } from '../../src/testing/destination-suite/with-loader.ts'
import { type DestinationPlace, destinationCases, openSuite } from '../../src/testing/index.ts'
import { duckDbPlace } from './places/duckdb-place.ts'
import { breakStatement } from './places/statement-fault.ts'

/** A DuckDB file whose loaders have some functions of their own; it breaks between statements, or between calls of the loader only. */
function placeWith(
  own: (loader: Loader) => Partial<Loader>,
  { breaksBetween }: { readonly breaksBetween: 'statements' | 'calls' },
): DestinationPlace {
  return {
    name: 'other',
    capabilities: duckDbPlace.capabilities,
    async open(folder) {
      const { destination, close } = await duckDbPlace.open(folder)
      const other: typeof destination = (options) => withLoader(destination(options), own)
      if (breaksBetween === 'calls') return { destination: other, close }
      return { destination: other, interrupted: (at) => breakStatement(other(), at), close }
    },
  }
}

/** Commits what is made of the plans. */
const committing =
  (change: (plan: CommitPlan) => CommitPlan) =>
  ({ commit }: Loader): Partial<Loader> => ({ commit: (plans, signal) => commit(plans.map(change), signal) })

async function run(place: DestinationPlace, name: string): Promise<void> {
  const found = destinationCases(place).find((one) => one.name === name)
  if (found === undefined) throw new Error(`no case is called ${name}`)
  await using suite = await openSuite(place)
  await found.run(suite)
}

const broken = (way: string) => `${way}: a load is all there or not at all, wherever it breaks`

describe('a place that brings no way to break it passes', () => {
  const plain = placeWith(() => ({}), { breaksBetween: 'calls' })
  test.each(['append', 'replace', 'merge'])('%s', (way) => run(plain, broken(way)))
})

describe('a destination does not pass that', () => {
  test('loses a file of rows', async () => {
    const lose = committing((plan) => ({ ...plan, staged: plan.staged.slice(1) }))
    const losing = run(placeWith(lose, { breaksBetween: 'calls' }), 'append adds rows with their nested ones')
    await expect(losing).rejects.toThrow('does not exist')
  })

  test('brings the packages of a run in one by one', async () => {
    const tear = ({ commit }: Loader): Partial<Loader> => ({
      async commit(plans, signal) {
        for (const plan of plans) await commit([plan], signal)
      },
    })
    const tearing = run(placeWith(tear, { breaksBetween: 'statements' }), broken('append'))
    await expect(tearing).rejects.toThrow('broken at step')
  })

  test('forgets what it committed', async () => {
    const forget = (loader: Loader): Partial<Loader> => ({
      ...committing((plan) => ({ ...plan, retried: false }))(loader),
      committedLoadIds: async () => new Set(),
    })
    const forgetting = run(placeWith(forget, { breaksBetween: 'calls' }), broken('append'))
    await expect(forgetting).rejects.toThrow('is that of another load')
  })

  test('keeps no state', async () => {
    const stateless = placeWith(() => ({ newestState: async () => undefined }), { breaksBetween: 'calls' })
    const moving = run(stateless, 'the state and the schema of one machine are taken up by another')
    await expect(moving).rejects.toThrow('but this package was made from none')
  })
})
