import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { duckdb, pipeline, resource, source } from '../index.ts'
import type { PipelineOptions } from './pipeline.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-lifecycle-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (options: Partial<PipelineOptions> = {}) =>
  pipeline({
    name: 'p',
    destination: duckdb({ path: join(folder, 'p.duckdb') }),
    dataset: 'ds',
    dataDir: join(folder, 'data'),
    projectDir: folder,
    env: {},
    ...options,
  })

/** Loads rows once: what is in its state is not given again. */
const once = (name: string, rows: readonly Record<string, unknown>[]) =>
  resource({ name }, async function* ({ state }) {
    if (state.done === true) return
    state.done = true
    yield rows
  })
const ab = source({
  name: 'src',
  resources: () => [once('a', [{ x: 1, list: [1, 2] }]), once('b', [{ x: 1 }])],
})

const count = async (p: ReturnType<typeof open>, table: string) =>
  Number((await p.dataset().sql(`SELECT count(*) AS n FROM ${table}`).rows())[0]?.n)
const resourceStates = async (p: ReturnType<typeof open>) =>
  Object.keys((await p.state()).sources?.src?.resources ?? {})

test.each([
  ['drop_sources', ['a', 'a__list'], ['a']],
  ['drop_resources', ['a', 'a__list', 'b'], ['a', 'b']],
  ['drop_data', ['a', 'a__list', 'b'], ['a', 'b']],
] as const)('refresh %s of one resource leaves %j and loads it anew', async (refresh, tables, states) => {
  const p = open()
  await p.run(ab())
  await p.run(ab(), { select: ['a'], refresh })
  const schema = (await p.schemas()).get('src')
  expect([...(schema?.tables.keys() ?? [])].filter((name) => !name.startsWith('_dlt')).sort()).toEqual(tables)
  expect((await resourceStates(p)).sort()).toEqual(states)
  expect([await count(p, 'a'), await count(p, 'a__list')]).toEqual([1, 2])
})

test('a dropped resource loses its tables, nested ones too, and its state, and can be loaded again', async () => {
  const p = open()
  await p.run(ab())
  const wanted = { resources: ['a'] }
  const planned = await p.drop({ ...wanted, dryRun: true })
  expect(planned).toEqual({
    schema: 'src',
    resources: ['a'],
    tables: ['a__list', 'a'],
    tablesWithData: ['a__list', 'a'],
    resourceStates: ['a'],
    statePaths: [],
    warnings: [],
  })
  expect(await count(p, 'a')).toBe(1)
  expect(await p.drop(wanted)).toMatchObject(planned)
  await expect(count(p, 'a')).rejects.toThrow()
  expect([await count(p, 'b'), await resourceStates(p)]).toEqual([1, ['b']])
  await p.run(ab())
  expect([await count(p, 'a'), await count(p, 'b')]).toEqual([1, 1])
})

test('stateOnly resets the state and keeps the tables', async () => {
  const p = open()
  await p.run(ab())
  expect((await p.drop({ all: true, stateOnly: true })).tables).toEqual([])
  await p.run(ab())
  expect([await count(p, 'a'), await count(p, 'b')]).toEqual([2, 2])
})

test('drop refuses while a package waits, and names a resource that it does not know', async () => {
  const p = open()
  await p.run(ab())
  await expect(p.drop({ resources: ['nope'] })).rejects.toMatchObject({ code: 'unknown_resource' })
  await p.prepare([{ y: 1 }], { tableName: 'more' })
  await expect(p.drop({ all: true })).rejects.toMatchObject({ code: 'packages_pending' })
})

test('abort goes back to state and schemas of before the oldest package that waits', async () => {
  const p = open()
  await p.run(ab(), { select: ['b'] })
  const before = { state: await p.state(), schemas: await p.schemas() }
  const first = await p.prepare(ab(), { select: ['a'] })
  await p.prepare([{ y: 1 }], { tableName: 'more' })
  expect((await p.schemas()).get('src')?.tables.has('a')).toBe(true)
  expect((await p.abort({ dryRun: true })).loadIds).toHaveLength(2)
  const { loadIds } = await p.abort()
  expect(loadIds[0]).toBe(first.packages[0]?.loadId)
  expect({ state: await p.state(), schemas: await p.schemas() }).toEqual(before)
  await p.run(ab())
  expect(await count(p, 'a')).toBe(1)
})

test('abort refuses a load id that does not wait', async () => {
  const p = open()
  const { packages } = await p.run(ab())
  await expect(p.abort({ loadId: packages[0]?.loadId ?? '' })).rejects.toMatchObject({ code: 'not_pending' })
})

test('sync takes over the state that another machine left at the destination', async () => {
  await open().run(ab())
  const other = open({ dataDir: join(folder, 'other') })
  expect(await other.sync()).toMatchObject({ outcome: 'restored' })
  expect((await resourceStates(other)).sort()).toEqual(['a', 'b'])
  expect(await other.sync()).toMatchObject({ outcome: 'unchanged' })
})

test('dev mode does not begin where packages of the pipeline wait: it would delete their rows', async () => {
  await open().prepare(ab())
  const dev = open({ devMode: true, now: () => Date.UTC(2030, 0, 2, 3, 4, 5) })
  await expect(dev.run(ab())).rejects.toMatchObject({
    code: 'packages_pending',
    message: expect.stringContaining('1 package(s) that are not loaded, and dev mode begins without them'),
  })
  const info = await open().load()
  expect(info.packages.map(({ state }) => state)).toEqual(['loaded'])
  await dev.run(ab())
})

test('dev mode begins without state in a dataset of its own, and leaving it begins anew', async () => {
  await open().run(ab())
  const dev = open({ devMode: true, now: () => Date.UTC(2030, 0, 2, 3, 4, 5) })
  const info = await dev.run(ab())
  expect(info.dataset).toBe('ds_20300102030405')
  await dev.run(ab())
  expect(await count(dev, 'a')).toBe(1)
  const left = open()
  await left.run(ab())
  expect([await count(left, 'a'), (await left.state())._local._dev_mode]).toEqual([1, false])
})

const late = source({
  name: 'src',
  resources: () => [once('users', [{ x: 1 }]), once('user_events', [{ x: 1 }]), once('orders', [{ x: 1 }])],
})

test.each([
  [['re:user'], ['user_events', 'users']],
  [['re:_events$'], []],
  [
    ['re:.*s$', 'orders'],
    ['orders', 'user_events', 'users'],
  ],
])('drop takes the pattern %j as dlt does: from the beginning of a name', async (resources, dropped) => {
  const p = open()
  await p.run(late())
  expect([...(await p.drop({ resources, dryRun: true })).resources].sort()).toEqual(dropped)
})

test('drop warns of a pattern and of a state path that select nothing, and names what is near a wrong name', async () => {
  const p = open()
  await p.run(late())
  expect((await p.drop({ resources: ['re:x'], statePaths: ['nope'], dryRun: true })).warnings).toEqual([
    're:x matches no resource of schema src: it has users, user_events, orders.',
    'State paths nope selected nothing in source src.',
  ])
  await expect(p.drop({ resources: ['user'], dryRun: true })).rejects.toMatchObject({
    code: 'unknown_resource',
    hint: 'did you mean users?',
  })
})

test('a state path that is no path is refused', async () => {
  const p = open()
  await p.run(late())
  await expect(p.drop({ statePaths: ['a b'], dryRun: true })).rejects.toMatchObject({ code: 'invalid_state_path' })
})

test('abort gives up nothing that the destination has committed: it is marked loaded', async () => {
  const p = open()
  await p.run(ab(), { select: ['b'] })
  const first = (await p.prepare(ab(), { select: ['a'] })).packages[0]?.loadId ?? ''
  const status = join(folder, 'data/pipelines/p/packages', first)
  const sealed = join(folder, 'sealed')
  await cp(status, sealed, { recursive: true })
  await p.load()
  // What a run leaves that dies between the commit and its record.
  await rm(status, { recursive: true })
  await cp(sealed, status, { recursive: true })
  const second = (await p.prepare([{ y: 1 }], { tableName: 'more' })).packages[0]?.loadId ?? ''
  expect(await p.abort({ dryRun: true })).toEqual({ loadIds: [second], loaded: [first] })
  expect(await p.abort()).toEqual({ loadIds: [second], loaded: [first] })
  expect((await resourceStates(p)).sort()).toEqual(['a', 'b'])
  await p.run(ab())
  expect([await count(p, 'a'), await count(p, 'b')]).toEqual([1, 1])
})

test('abort refuses where the destination cannot be asked, unless it is told not to ask', async () => {
  const p = open()
  await p.run(ab(), { select: ['b'] })
  await p.prepare(ab(), { select: ['a'] })
  await rm(join(folder, 'p.duckdb'))
  await mkdir(join(folder, 'p.duckdb'))
  await expect(p.abort()).rejects.toMatchObject({ code: 'abort_unchecked' })
  expect((await p.abort({ unchecked: true })).loadIds).toHaveLength(1)
})

test('sync writes down what a run sealed that died before it could', async () => {
  const p = open()
  await p.run(ab(), { select: ['b'] })
  const state = join(folder, 'data/pipelines/p/state.json')
  const before = await readFile(state, 'utf8')
  await p.prepare(ab(), { select: ['a'] })
  const after = await readFile(state, 'utf8')
  await writeFile(state, before)
  await p.sync()
  expect(await readFile(state, 'utf8')).toBe(after)
})
