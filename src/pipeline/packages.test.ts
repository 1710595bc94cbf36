import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectDuckDb } from '../duckdb/connection.ts'
import { duckdb, LoadFailedError, type Pipeline, pipeline, resource } from '../index.ts'
import { readPackage } from './left-behind.ts'
import type { PipelineOptions } from './pipeline.ts'

let folder: string
let asked: number[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-packages-'))
  asked = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (options: Partial<PipelineOptions> = {}): Pipeline =>
  pipeline({
    name: 'shop',
    destination: duckdb({ path: join(folder, 'shop.duckdb') }),
    dataset: 'd',
    dataDir: join(folder, 'data'),
    projectDir: folder,
    env: {},
    ...options,
  })

/** Gives the row of the next number, which is kept in its state; `v` is null where the number is even. */
const numbers = resource({ name: 'numbers' }, async function* ({ state }) {
  const id = Number(state.last ?? 0) + 1
  asked.push(id)
  state.last = id
  yield [{ id, v: id % 2 === 0 ? null : id }]
})

async function sql(statement: string): Promise<readonly (readonly unknown[])[]> {
  await using connection = await connectDuckDb(join(folder, 'shop.duckdb'))
  return await connection.rows(statement)
}

/** A pipeline whose second package cannot be loaded: the column refuses null. */
async function failing(): Promise<{ readonly shop: Pipeline; readonly loadId: string }> {
  const shop = open()
  await shop.run(numbers)
  await sql('ALTER TABLE d.numbers ALTER COLUMN v SET NOT NULL')
  await expect(shop.run(numbers)).rejects.toThrow(LoadFailedError)
  const loadId = (await shop.packages()).at(-1)?.loadId ?? ''
  return { shop, loadId }
}

const mend = () => sql('ALTER TABLE d.numbers ALTER COLUMN v DROP NOT NULL')
const ids = async () => (await sql('SELECT id FROM d.numbers ORDER BY id')).map(([id]) => Number(id))
const states = async (shop: Pipeline) => (await shop.packages()).map(({ state }) => state)
const stored = async () => Number((await sql('SELECT max(version) FROM d._dlt_pipeline_state'))[0]?.[0])

describe('a package that cannot be loaded', () => {
  it('stops the next run before anything is extracted, and its error says what can be done', async () => {
    const { shop, loadId } = await failing()
    const error = await shop.run(numbers).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({
      code: 'constraint_violated',
      hint:
        'Correct the rows, or make the column nullable in the columns hint and in the table. ' +
        `Package ${loadId} waits: load with \`tolva pipeline shop package retry\` once the cause is mended; ` +
        `or go back to the state before with \`tolva pipeline shop package abort ${loadId}\`, ` +
        `or go on without these rows with \`tolva pipeline shop package discard ${loadId}\`.`,
    })
    expect(asked).toEqual([1, 2])
    expect(await states(shop)).toEqual(['loaded', 'failed'])
  })

  it('is loaded by a retry once the cause is mended, and nothing is extracted', async () => {
    const { shop, loadId } = await failing()
    await mend()
    const info = await shop.retry()
    expect(info.packages.map((one) => [one.loadId, one.state])).toEqual([[loadId, 'loaded']])
    expect([await ids(), asked]).toEqual([
      [1, 2],
      [1, 2],
    ])
  })

  it('that is discarded is never loaded: the next run goes on behind it, and the destination learns the state', async () => {
    const { shop, loadId } = await failing()
    expect(await shop.discard({ dryRun: true })).toEqual({ loadIds: [loadId], loaded: [] })
    expect(await states(shop)).toEqual(['loaded', 'failed'])
    expect(await shop.discard()).toEqual({ loadIds: [loadId], loaded: [] })
    await shop.run(numbers)
    expect([await ids(), asked]).toEqual([
      [1, 3],
      [1, 2, 3],
    ])
    expect(await stored()).toBe((await shop.state())._state_version)
    expect(await states(shop)).toEqual(['loaded', 'discarded', 'loaded'])
  })

  it('that is aborted goes with its state: the next run extracts it again', async () => {
    const { shop, loadId } = await failing()
    expect(await shop.abort({ loadId })).toEqual({ loadIds: [loadId], loaded: [] })
    expect(await shop.packages()).toMatchObject([
      { state: 'loaded', rows: 1 },
      { loadId, state: 'aborted', rows: 1, error: expect.stringMatching(/^constraint_violated: /) },
    ])
    expect(await readPackage('shop', loadId, { dataDir: join(folder, 'data') })).toMatchObject({
      how: 'aborted',
      rowCounts: { numbers: 1 },
      error: { code: 'constraint_violated' },
    })
    await mend()
    await shop.run(numbers)
    expect([await ids(), asked]).toEqual([
      [1, 2],
      [1, 2, 2],
    ])
  })
})

describe('a package whose manifest was broken', () => {
  it('stops the run and says how it is given up; then its rows are read again', async () => {
    const shop = open()
    await shop.run(numbers)
    await shop.prepare(numbers)
    const loadId = (await shop.packages()).at(-1)?.loadId ?? ''
    await writeFile(join(folder, 'data/pipelines/shop/packages', loadId, 'manifest.json'), '{"version": 1, "lo')
    await expect(shop.run(numbers)).rejects.toMatchObject({
      code: 'package_damaged',
      hint: expect.stringContaining(`tolva pipeline shop package abort ${loadId} --yes`),
    })
    expect((await shop.packages()).at(-1)).toMatchObject({ loadId, error: expect.stringContaining('package_damaged') })
    expect(await shop.abort({ loadId })).toEqual({ loadIds: [loadId], loaded: [] })
    await shop.run(numbers)
    expect(await ids()).toEqual([1, 2])
  })
})

describe('packages that wait', () => {
  it('are loaded up to the one that is named', async () => {
    const shop = open()
    const waiting = []
    for (let run = 0; run < 3; run++) waiting.push(...(await shop.prepare(numbers)).packages)
    await shop.retry({ loadId: waiting[1]?.loadId ?? '' })
    expect(await states(shop)).toEqual(['loaded', 'loaded', 'sealed'])
    await expect(shop.retry({ loadId: '1.5' })).rejects.toMatchObject({ code: 'not_pending' })
    await shop.retry()
    expect(await ids()).toEqual([1, 2, 3])
  })

  it('are given up by the next run where the pipeline says so, and the state stays', async () => {
    await open().prepare(numbers)
    const shop = open({ pending: 'discard' })
    await shop.run(numbers)
    expect(await ids()).toEqual([2])
    expect(await states(shop)).toEqual(['discarded', 'loaded'])
    expect(await stored()).toBe((await shop.state())._state_version)
  })

  it('and build on one that is discarded go with it', async () => {
    const shop = open()
    const paged = resource({ name: 'paged', resumeKey: 'page' }, async function* () {
      for (let page = 1; page <= 3; page++) yield { rows: [{ page }], position: page }
    })
    const { packages } = await shop.prepare(paged, { checkpoint: { pages: 1 } })
    const loadIds = packages.map(({ loadId }) => loadId)
    expect(loadIds.length).toBeGreaterThan(1)
    expect(await shop.discard({ loadId: loadIds[1] ?? '', dryRun: true, unchecked: true })).toMatchObject({
      loadIds: loadIds.slice(1),
    })
    await shop.discard({ loadId: loadIds[1] ?? '' })
    await shop.retry()
    expect((await sql('SELECT page FROM d.paged ORDER BY page')).map(([page]) => Number(page))).toEqual([1])
    expect((await shop.packages()).filter(({ state }) => state === 'discarded')).toHaveLength(loadIds.length - 1)
  })

  it('count as loaded where the destination has them, also if they are to be discarded', async () => {
    const shop = open()
    await shop.run(numbers)
    const loadId = (await shop.packages())[0]?.loadId ?? ''
    await rm(join(folder, 'data/pipelines/shop/packages', loadId, 'status.json'))
    expect(await states(shop)).toEqual(['sealed'])
    expect(await shop.discard()).toEqual({ loadIds: [], loaded: [loadId] })
    expect(await states(shop)).toEqual(['loaded'])
  })
})

describe('what is remembered', () => {
  it('of loaded packages and of runs is bounded', async () => {
    const shop = open({ keep: { loaded: 2, traces: 3 } })
    for (let run = 0; run < 4; run++) await shop.run(numbers)
    expect(await states(shop)).toEqual(['loaded', 'loaded'])
    expect(await readdir(join(folder, 'data/pipelines/shop/traces'))).toHaveLength(3)
  })

  it.each([
    ['count', { count: 2 }, 2],
    ['age', { days: 1 }, 1],
    ['bytes', { bytes: 500 }, 2],
  ])('of packages that were given up is bounded by %s', async (_, givenUp, left) => {
    let now = Date.now()
    const shop = open({ keep: { givenUp }, now: () => now })
    for (let run = 0; run < 3; run++) {
      await shop.prepare(numbers)
      await shop.abort({ unchecked: true })
      now += 86_400_001
    }
    expect(await states(shop)).toEqual(Array.from({ length: left }, () => 'aborted'))
  })

  it('never costs a package that waits', async () => {
    const shop = open({ keep: { loaded: 1, givenUp: { count: 0 } } })
    for (let run = 0; run < 3; run++) await shop.prepare(numbers)
    await shop.retry({ loadId: (await shop.packages())[0]?.loadId ?? '' })
    expect(await states(shop)).toEqual(['loaded', 'sealed', 'sealed'])
  })
})
