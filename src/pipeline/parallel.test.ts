import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { duckdb, pipeline, type Resource, resource, source, transformer } from '../index.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-parallel-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (name: string) =>
  pipeline({
    name,
    destination: duckdb({ path: join(folder, `${name}.duckdb`) }),
    dataset: 'ds',
    dataDir: join(folder, 'data'),
    projectDir: folder,
    env: {},
  })

test('parallel resources are asked for pages at the same time, one each', async () => {
  const names = ['a', 'b', 'c']
  const everybody = Promise.withResolvers<void>()
  const asked = new Set<string>()
  let inFlight = 0
  let most = 0
  const resources = names.map((name) =>
    resource({ name, parallel: true }, async function* () {
      for (let page = 0; page < 3; page++) {
        inFlight++
        most = Math.max(most, inFlight)
        asked.add(name)
        if (asked.size === names.length) everybody.resolve()
        await everybody.promise
        inFlight--
        yield [{ page }]
      }
    }),
  )
  await open('p').run(resources)
  expect(most).toBe(3)
})

test('tables, columns and rows come in the order in which one after the other would bring them', async () => {
  const pagesOf = (delays: readonly number[], name: string): Resource<string, object> =>
    resource({ name, tableName: 'all' }, async function* () {
      for (const [page, turns] of delays.entries()) {
        for (let turn = 0; turn < turns; turn++) await Promise.resolve()
        yield [{ [`${name}${page}`]: page % 2 === 0 ? 1 : 'x', shared: name === 'a' ? 1 : 'text', by: name, page }]
      }
    })
  const results = []
  for (const parallel of [false, true]) {
    const s = source({
      name: 's',
      parallel,
      resources: () => [pagesOf([50, 0, 9], 'a'), pagesOf([0, 90, 1], 'b'), pagesOf([5, 5, 5], 'c')],
    })
    const p = open(parallel ? 'q' : 'p')
    await p.run(s())
    const schema = (await p.schemas()).get('s')
    results.push([schema?.version_hash, await p.dataset().sql('SELECT "by", page FROM "all"').rows()])
  }
  expect(results[1]).toEqual(results[0])
})

test('a limit of the run holds for a resource and for those that depend on it, which is read once', async () => {
  const asked: number[] = []
  const users = resource({ name: 'users' }, function* () {
    for (let id = 1; id < 10; id++) {
      asked.push(id)
      yield [{ id }]
    }
  })
  const details = users.pipe(transformer({ name: 'details' }, (user: { readonly id: number }) => [{ user: user.id }]))
  const more = details.pipe(transformer({ name: 'more' }, (detail: { readonly user: number }) => [detail, detail]))
  const p = open('p')
  await p.run([users, details, more], { limit: { rows: 2 } })
  expect(asked).toEqual([1, 2])
  expect(await p.dataset().rowCounts()).toEqual({ users: 2, details: 2, more: 4 })
})

test('a failure of a resource that is ahead is told, and the others are closed', async () => {
  let closed = false
  const endless = resource({ name: 'endless', parallel: true }, async function* () {
    try {
      for (;;) yield [{ id: 1 }]
    } finally {
      closed = true
    }
  })
  const broken = resource({ name: 'broken', parallel: true }, async function* () {
    yield [{ id: 1 }]
    throw new Error('gone')
  })
  await expect(open('p').run([endless, broken])).rejects.toThrow('resource broken failed: gone')
  expect(closed).toBe(true)
})
