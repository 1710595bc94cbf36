import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  duckdb,
  type Incremental,
  type Pipeline,
  pipeline,
  resource,
  type TolvaError,
  transformer,
} from '../../index.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-parents-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (): Pipeline =>
  pipeline({
    name: 'p',
    destination: duckdb({ path: join(folder, 'p.duckdb') }),
    dataset: 'ds',
    dataDir: join(folder, 'data'),
    projectDir: folder,
    env: {},
  })

type Events = Readonly<Record<string, readonly number[]>>

/** Users with their events; the starts are what a source would be asked for. */
function events(of: Events, incremental: Partial<Incremental> = {}, starts: unknown[] = []) {
  const users = resource(
    { name: 'users', selected: false },
    Object.keys(of).map((id) => ({ id })),
  )
  return users.pipe(
    transformer(
      { name: 'events', incremental: { cursorPath: 'at', initialValue: 0, perParent: 'id', ...incremental } },
      (user: { readonly id: string }, context) => {
        starts.push([user.id, context.incremental?.startValue])
        return (of[user.id] ?? []).map((at) => ({ user: user.id, at }))
      },
    ),
  )
}

const loaded = async (p: Pipeline) =>
  (await p.dataset().sql('SELECT "user", "at" FROM events ORDER BY ALL').rows()).map(({ user, at }) => `${user}${at}`)

test('each row of the parent goes on where it was, so that one ahead takes nothing from the others', async () => {
  const p = open()
  await p.run(events({ a: [100], b: [1] }))
  const starts: unknown[] = []
  const info = await p.run(events({ a: [100, 101], b: [1, 2], c: [1] }, {}, starts))
  expect(await loaded(p)).toEqual(['a100', 'a101', 'b1', 'b2', 'c1'])
  expect(starts).toEqual([
    ['a', 100],
    ['b', 1],
    ['c', 0],
  ])
  expect(info.toJSON().packages[0]?.report.cursors).toEqual([
    { resource: 'events', cursorPath: 'at', kept: 3, leftOut: { 'loaded before': 2 }, parents: 3 },
  ])
})

test('one cursor for all leaves out what later parents have behind it, and the report says so', async () => {
  const p = open()
  const one = (of: Events) => events(of).with({ incremental: { cursorPath: 'at', initialValue: 0 } })
  await p.run(one({ a: [100], b: [1] }))
  const info = await p.run(one({ a: [101], b: [1, 2] }))
  expect(await loaded(p)).toEqual(['a100', 'a101', 'b1'])
  expect(info.toJSON().packages[0]?.report.cursors).toEqual([
    { resource: 'events', cursorPath: 'at', from: 100, to: 101, kept: 1, leftOut: { 'before the start': 2 } },
  ])
})

test('cursors are kept beside the one that dlt reads, in its form and with a version', async () => {
  const p = open()
  await p.run(events({ 'a.b': [1], __proto__x: [2] }, { perParent: (user) => ({ id: user.id }) }))
  const state = (await p.state())?.sources?.p?.resources?.events
  const cursor = (last_value: number) => ({
    incremental: { at: expect.objectContaining({ initial_value: 0, last_value }) },
  })
  expect(state).toEqual({
    incremental_per_parent: {
      version: 1,
      parents: { '{"id":"a.b"}': cursor(1), '{"id":"__proto__x"}': cursor(2) },
    },
  })
})

test('a parent without a key, and a resource without a parent, are refused', async () => {
  const failure = (promise: Promise<unknown>) => promise.catch((error: TolvaError) => error.toString())
  expect(await failure(open().run(events({ a: [1] }, { perParent: 'nope' })))).toContain(
    'A row of the parent of events has no key for its cursor.',
  )
  const alone = resource({ name: 't', incremental: { cursorPath: 'at', perParent: 'id' } }, [{ at: 1 }])
  expect(await failure(open().run(alone))).toContain('has perParent, but t depends on no other resource')
})
