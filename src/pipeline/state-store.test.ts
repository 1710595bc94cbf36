import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connectDuckDb } from '../duckdb/connection.ts'
import { duckdb, folderStateStore, pipeline, resource, source } from '../index.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-store-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A machine with a data folder of its own; all share the database and the store. */
const machine = (name: string) =>
  pipeline({
    name: 'crm',
    destination: duckdb({ path: join(folder, 'x.duckdb') }),
    dataset: 'sales',
    dataDir: join(folder, name),
    projectDir: folder,
    env: {},
    stateStore: folderStateStore(join(folder, 'store')),
  })

const users = source({
  name: 'crm',
  resources: () => [
    resource({ name: 'users' }, async function* ({ state }) {
      state.runs = Number(state.runs ?? 0) + 1
      yield [{ id: state.runs }]
    }),
  ],
})

async function forgetAtDestination() {
  await using connection = await connectDuckDb(join(folder, 'x.duckdb'))
  await connection.execute('DELETE FROM sales._dlt_pipeline_state')
  await connection.execute('DELETE FROM sales._dlt_version')
}

const runs = async (of: ReturnType<typeof machine>) => (await of.state()).sources?.crm?.resources?.users?.runs

test('a machine with nothing goes on from the store, though the destination holds no state', async () => {
  await machine('a').run(users())
  await forgetAtDestination()
  const b = machine('b')
  await b.run(users())
  expect(await runs(b)).toBe(2)
  await forgetAtDestination()
  const c = machine('c')
  expect(await c.sync()).toMatchObject({ outcome: 'restored' })
  expect((await c.schemas()).get('crm')?.tables.has('users')).toBe(true)
  await c.run(users())
  expect((await c.dataset().table('users').select('id').orderBy('id').rows()).map(({ id }) => id)).toEqual([1, 2, 3])
})

test('state that was written but whose load was never committed does not count', async () => {
  await machine('a').run(users())
  const b = machine('b')
  await b.sync()
  await b.prepare(users())
  // As a machine leaves the store that dies between publishing and the commit.
  const store = folderStateStore(join(folder, 'store'))
  const [newest] = await store.read('crm')
  expect(newest?.sequence).toBe(1)
  await store.add('crm', {
    ...newest!,
    sequence: 2,
    loadId: '9.5',
    state: newest!.state.replace('"runs":1', '"runs":7'),
  })
  await forgetAtDestination()
  const c = machine('c')
  await c.run(users())
  expect(await runs(c)).toBe(2)
})

test('of two machines that go on from one state, the second to load is refused and can begin anew', async () => {
  await machine('a').run(users())
  const b = machine('b')
  await b.sync()
  await cp(join(folder, 'b'), join(folder, 'c'), { recursive: true })
  const c = machine('c')
  await b.prepare(users())
  await c.prepare(users())
  await b.load()
  await forgetAtDestination()
  const refused: unknown = await c.load().catch((error: unknown) => error)
  // Loading it again could not help, and its rows would be lost without it: only one way is offered.
  expect(refused).toMatchObject({ code: 'state_moved', hint: expect.stringContaining('package abort') })
  expect(refused).toMatchObject({ hint: expect.not.stringMatching(/retry|discard/) })
  await c.abort()
  await c.run(users())
  expect(await runs(c)).toBe(3)
})

test('the store keeps what may still be needed and no more', async () => {
  for (let run = 0; run < 4; run += 1) await machine('a').run(users())
  expect(await readdir(join(folder, 'store/crm'))).toEqual(['0000000003.json', '0000000004.json'])
})

test('several packages of one machine are loaded after another', async () => {
  await machine('a').run(users())
  await machine('a').prepare(users())
  await machine('a').prepare(users())
  await machine('a').load()
  const b = machine('b')
  await b.run(users())
  expect(await runs(b)).toBe(4)
})
