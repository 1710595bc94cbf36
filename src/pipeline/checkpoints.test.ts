import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Hints } from '../contracts/resource.ts'
import { duckdb, type Pipeline, pipeline, resource } from '../index.ts'
import { checkpointCounter } from './checkpoint.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tolva-checkpoints-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** What was there, then pages of one run. A key comes on several pages, an old row on none. */
const BEFORE = [
  { id: 1, day: 'mon', at: 1, v: 'old' },
  { id: 9, day: 'tue', at: 1, v: 'old' },
]
const PAGES = [
  [
    { id: 1, day: 'mon', at: 5, v: 'a' },
    { id: 2, day: 'mon', at: 5, v: 'b' },
  ],
  [
    { id: 1, day: 'mon', at: 3, v: 'c' },
    { id: 3, day: 'mon', at: 3, v: 'd' },
  ],
  [{ id: 4, day: 'wed', at: 4, v: 'e' }],
]

const merge = (strategy: string, more: object = {}): Hints => ({
  writeDisposition: { disposition: 'merge', strategy, ...more },
})
const key = { primaryKey: 'id' } as const

/** In parts they would lead to other rows: the rows of one part would be taken for all that the run has. */
const AT_ONCE: Readonly<Record<string, Hints>> = {
  replace: { writeDisposition: 'replace' },
  scd2: merge('scd2'),
  cdc: { ...merge('cdc'), ...key },
  'a merge key': { ...merge('delete-insert'), mergeKey: 'day' },
  dedupSort: { ...merge('delete-insert'), ...key, columns: { at: { dedupSort: 'desc' } } },
  'a destination scope': { ...merge('delete-insert', { destination_scope: "day = 'mon'" }), ...key },
}
const IN_PARTS: Readonly<Record<string, Hints>> = {
  append: {},
  'delete-insert': { ...merge('delete-insert'), ...key },
  upsert: { ...merge('upsert'), ...key },
  'insert-only': { ...merge('insert-only'), ...key },
}

function open(name: string): Pipeline {
  const folder = join(root, name)
  const destination = duckdb({ path: join(folder, 'x.duckdb') })
  return pipeline({ name: 'p', destination, dataset: 'd', dataDir: folder, projectDir: root })
}

async function loaded(name: string, hints: Hints, checkpoint: { readonly pages: number } | false) {
  const rows = resource({ name: 'rows', resumeKey: 'page', ...hints }, function* ({ resumeFrom }) {
    for (let page = typeof resumeFrom === 'number' ? resumeFrom + 1 : 0; page < PAGES.length; page++) {
      yield { rows: PAGES[page] ?? [], position: page }
    }
  })
  const own = open(name)
  await own.run(BEFORE, { tableName: 'rows', ...(hints.primaryKey !== undefined && { primaryKey: hints.primaryKey }) })
  const info = await own.run(rows, { checkpoint })
  const found = await own.dataset().sql('SELECT "id", "day", "at", "v" FROM d."rows" ORDER BY ALL').rows()
  return { found, packages: info.packages.length }
}

describe('rows of a run reach a table', () => {
  it.each(Object.entries(AT_ONCE))('all together where it is loaded by %s', async (name, hints) => {
    const whole = await loaded(`${name}-whole`, hints, false)
    expect(await loaded(`${name}-parts`, hints, { pages: 1 })).toEqual(whole)
    expect(whole.packages).toBe(1)
  })

  it.each(Object.entries(IN_PARTS))(
    'in parts where it is loaded by %s, with the same rows in the end',
    async (name, hints) => {
      const whole = await loaded(`${name}-whole`, hints, false)
      const parts = await loaded(`${name}-parts`, hints, { pages: 1 })
      expect(parts.packages).toBeGreaterThan(2)
      // Which of several rows with one key stays is nobody's promise without dedupSort.
      const ids = ({ found }: typeof whole) => found.map(({ id }) => id)
      expect(ids(parts)).toEqual(ids(whole))
    },
  )
})

describe('a checkpoint', () => {
  it('is due at the first of its numbers, and starts over', () => {
    const counter = checkpointCounter({ rows: 10, pages: 3 })
    const count = (rows: number) => {
      counter?.count({ rows, bytes: 0 })
      return counter?.isDue()
    }
    expect([count(1), count(1), count(1)]).toEqual([false, false, true])
    counter?.restart()
    expect([count(9), count(1)]).toEqual([false, true])
    expect(checkpointCounter(false)).toBeUndefined()
    expect(checkpointCounter({ every: '10m' })?.isDue()).toBe(false)
  })

  it.each([{ every: '10 minutes' }, { every: 0 }, { rows: -1 }, { pages: Number.NaN }])(
    '%j is refused',
    (checkpoint) => {
      expect(() => checkpointCounter(checkpoint)).toThrow(expect.objectContaining({ code: 'invalid_checkpoint' }))
    },
  )

  it('of a handle in dev mode ends with its dataset: the next begins anew', async () => {
    const dev = (now: number) =>
      pipeline({
        name: 'dev',
        destination: duckdb({ path: join(root, 'dev.duckdb') }),
        dataset: 'd',
        dataDir: join(root, 'dev'),
        projectDir: root,
        devMode: true,
        now: () => now,
      })
    const failing = resource({ name: 'rows', resumeKey: 'page' }, function* ({ resumeFrom }) {
      if (resumeFrom !== undefined) throw new Error('a dataset of its own holds nothing of the run before')
      yield { rows: [{ id: 1 }], position: 0 }
      throw new Error('stopped')
    })
    await expect(dev(Date.UTC(2026, 0, 1)).run(failing, { checkpoint: { pages: 1 } })).rejects.toThrow('stopped')
    await expect(dev(Date.UTC(2026, 0, 2)).run(failing, { checkpoint: { pages: 1 } })).rejects.toThrow('stopped')
    const whole = resource({ name: 'rows', resumeKey: 'page' }, [{ id: 1 }])
    const last = dev(Date.UTC(2026, 0, 3))
    await last.run(whole)
    expect(await last.dataset().table('rows').rows()).toHaveLength(1)
  })
})
