import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { duckdb, pipeline, resource } from '../index.ts'
import { readTraces } from './left-behind.ts'

const DAY = 86_400_000
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-clock-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (now: () => number) =>
  pipeline({
    name: 'p',
    destination: duckdb({ path: join(folder, 'p.duckdb') }),
    dataset: 'd',
    dataDir: join(folder, 'data'),
    projectDir: folder,
    env: {},
    now,
  })

describe.each([
  ['back', -DAY],
  ['forward', DAY],
])('a clock that jumps %s by a day', (_, jump) => {
  it('between runs gives load ids that grow, and traces in the order of the runs', async () => {
    let now = Date.now()
    const p = open(() => now)
    const loadIds: string[] = []
    for (let run = 0; run < 3; run++) {
      const info = await p.run([{ run }], { tableName: 't' })
      loadIds.push(...info.packages.map(({ loadId }) => loadId))
      now += jump
    }
    expect(loadIds.map(Number)).toEqual(loadIds.map(Number).toSorted((a, b) => a - b))
    expect(new Set(loadIds).size).toBe(3)
    const traces = await readTraces('p', { dataDir: join(folder, 'data') })
    expect(traces.map(({ packages }) => packages[0]?.loadId)).toEqual(loadIds.toReversed())
    expect(await p.dataset().table('t').count()).toBe(3)
  })

  it('within a run changes neither its rows nor how long its steps took', async () => {
    let now = Date.now()
    const source = resource({ name: 't' }, async function* () {
      for (let id = 0; id < 3; id++) {
        now += jump
        yield [{ id }]
      }
    })
    const info = await open(() => now).run(source)
    expect(info.rowCounts).toEqual({ t: 3 })
    for (const { seconds } of info.steps) expect(seconds).toBeGreaterThanOrEqual(0)
    for (const { seconds } of info.steps) expect(seconds).toBeLessThan(60)
    expect(Date.parse(info.finishedAt) - Date.parse(info.startedAt)).toBeLessThan(60_000)
    expect(info.finishedAt >= info.startedAt).toBe(true)
    expect(await readdir(join(folder, 'data', 'pipelines', 'p'))).not.toContain('lease.json')
  })
})

it('keeps the newest of many runs although the clock goes back before each', async () => {
  let now = Date.now()
  const p = open(() => now)
  for (let run = 0; run < 23; run++) {
    await p.prepare([], { tableName: 't' })
    now -= DAY
  }
  const traces = await readTraces('p', { dataDir: join(folder, 'data') })
  expect(traces).toHaveLength(20)
  expect(traces.map(({ startedAt }) => startedAt)).toEqual(traces.map(({ startedAt }) => startedAt).toSorted())
})
