import { describe, expect, test } from 'vitest'
import { type Destination, resource } from '../../src/index.ts'
import { TESTED, useDestination } from './destinations.ts'

/** A destination at which loads have the id of another load, which came between the first look and the commit. */
function withId(real: Destination, loadId: string): Destination {
  let looks = 0
  const destination: Destination = {
    ...real,
    configure: async (reader) => withId((await real.configure?.(reader)) ?? real, loadId),
    async connect(...given) {
      const loader = await real.connect(...given)
      return {
        ...loader,
        async committedLoadIds(asked) {
          looks += 1
          return looks > 1 && (await loader.committedLoadIds([loadId])).size > 0 ? new Set(asked) : new Set()
        },
        commit: (plans, signal) =>
          loader.commit(
            plans.map((plan) => ({ ...plan, package: { ...plan.package, loadId } })),
            signal,
          ),
      }
    },
  }
  return destination
}

describe.each(TESTED)('$name', (tested) => {
  const bench = useDestination(tested)

  test('a pipeline does not take the load of another, whose load id is the same, for its own', async ({ skip }) => {
    if (bench.opened === undefined) return skip(tested.absent)
    const rows = (of: string) => resource({ name: 't' }, [{ of }])
    const one = bench.pipeline('ids', { name: 'one' })
    const loadId = (await one.run(rows('one'))).packages[0]?.loadId ?? ''
    const other = bench.pipeline('ids', { name: 'other', destination: withId(bench.opened.make(), loadId) })
    // Naively, a load id that is there says that the package is loaded, and its rows are lost without a word.
    await expect(other.run(rows('other'))).rejects.toMatchObject({
      code: 'load_id_taken',
      message: `load id ${loadId} is that of another load in this dataset, so this package was not loaded`,
      hint: expect.stringContaining('Run tolva pipeline other package abort, then run again: the rows are read anew'),
    })
    await expect(other.load()).rejects.toMatchObject({ code: 'load_id_taken' })
    expect(await other.abort()).toMatchObject({ loadIds: [expect.any(String)], loaded: [] })
    await bench.pipeline('ids', { name: 'other' }).run(rows('other'))
    const there = await one.dataset().table('t').select('of').orderBy('of').rows()
    expect(there.map(({ of }) => of)).toEqual(['one', 'other'])
  })
})
