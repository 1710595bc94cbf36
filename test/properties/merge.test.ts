import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pipeline, resource } from '../../src/index.ts'
import { type ModelRow, mergeBatch, type World } from './merge-model.ts'
import { hintsOf, world } from './merge-world.ts'
import { readMerged } from './read-merged.ts'
import { PATIENCE, size } from './size.ts'

/** Loads the batches of all worlds, run by run, each world into a table of its own. */
async function play(worlds: readonly World[]): Promise<ReadonlyMap<string, readonly ModelRow[]>> {
  const folder = await mkdtemp(join(tmpdir(), 'tolva-merge-'))
  try {
    const shop = pipeline({
      name: 'shop',
      destination: 'duckdb',
      dataset: 'd',
      dataDir: folder,
      projectDir: folder,
      env: {},
    })
    const runs = Math.max(...worlds.map(({ batches }) => batches.length))
    for (let run = 0; run < runs; run++) {
      const resources = worlds.map((one, index) => {
        return resource({ name: `w${index}`, ...hintsOf(one, run) }, () => one.batches[run] ?? [])
      })
      await shop.run(resources)
    }
    return await readMerged(
      join(folder, 'shop.duckdb'),
      worlds.map((_, index) => `w${index}`),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function sorted(rows: readonly ModelRow[]): readonly string[] {
  return rows.map(({ doc, load, ...validity }) => JSON.stringify({ doc, load, ...validity })).sort()
}

it(
  'leaves what a naive model says, whatever is merged how',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(world, { minLength: 24, maxLength: 24 }), async (worlds) => {
        const found = await play(worlds)
        const all = worlds.map((one, index) => {
          let expected: readonly ModelRow[] = []
          one.batches.forEach((_, load) => {
            expected = mergeBatch(expected, one, load)
          })
          return { one, found: sorted(found.get(`w${index}`) ?? []), expected: sorted(expected) }
        })
        const wrong = all.find((each) => JSON.stringify(each.found) !== JSON.stringify(each.expected))
        expect(wrong?.found, JSON.stringify(wrong?.one)).toEqual(wrong?.expected)
      }),
      size(2),
    )
  },
  PATIENCE,
)
