import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { attach, duckdb, pipeline, resource, source } from '../index.ts'
import { listPipelines } from '../inspect.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-attach-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const here = () => ({ dataDir: join(folder, 'data'), projectDir: folder, env: {} })
const elsewhere = () => ({ dataDir: join(folder, 'other'), projectDir: folder, env: {} })
const file = () => duckdb({ path: join(folder, 'x.duckdb') })

/** Counts its runs in its state. */
const users = source({
  name: 'crm',
  resources: () => [
    resource({ name: 'users' }, async function* ({ state }) {
      state.runs = Number(state.runs ?? 0) + 1
      yield [{ id: state.runs }]
    }),
  ],
})

test('a pipeline is attached by its name alone where it ran, with destination, dataset and folder', async () => {
  await pipeline({ name: 'crm', destination: file(), dataset: 'sales', ...here() }).run(users())
  const attached = await attach('crm', { dataDir: join(folder, 'data'), env: {} })
  expect(await attached.info()).toMatchObject({ dataset: 'sales', destination: 'duckdb', stateVersion: 1 })
  await attached.run(users())
  expect(await attached.dataset().table('users').select('id').orderBy('id').rows()).toEqual([{ id: 1 }, { id: 2 }])
})

test('on a machine that never saw it, state and schemas come from the destination', async () => {
  await pipeline({ name: 'crm', destination: file(), dataset: 'sales', ...here() }).run(users())
  const attached = await attach('crm', { destination: file(), dataset: 'sales', ...elsewhere() })
  expect((await attached.schemas()).get('crm')?.tables.has('users')).toBe(true)
  expect((await attached.state()).sources?.crm?.resources).toEqual({ users: { runs: 1 } })
})

test('a pipeline that never ran here is read by what the destination knows of it, and nothing is written', async () => {
  await pipeline({ name: 'crm', destination: file(), dataset: 'sales', ...here() }).run(users())
  const newcomer = pipeline({ name: 'crm', destination: file(), dataset: 'sales', ...elsewhere() }).dataset()
  expect(await newcomer.tables()).toEqual(['users'])
  expect(await newcomer.rowCounts()).toEqual({ users: 1 })
  expect(await newcomer.table('users').select('id').rows()).toEqual([{ id: 1 }])
  expect(existsSync(join(folder, 'other'))).toBe(false)
})

test('a pipeline that ran nowhere has no tables, and its database is not made', async () => {
  const never = pipeline({ name: 'crm', destination: file(), dataset: 'sales', ...here() }).dataset()
  expect(await never.tables()).toEqual([])
  await expect(never.table('users').rows()).rejects.toMatchObject({ code: 'unknown_table' })
  expect(existsSync(join(folder, 'x.duckdb'))).toBe(false)
})

test('an unknown name says where was looked and what to do', async () => {
  await pipeline({ name: 'crm', destination: file(), dataset: 'sales', ...here() }).run(users())
  const missing = attach('crn', here())
  await expect(missing).rejects.toMatchObject({ code: 'unknown_pipeline' })
  const text = String(await missing.catch((error: unknown) => error))
  expect(text).toContain(`${join(folder, 'data/pipelines/crn/state.json')} does not exist`)
  expect(text).toContain("did you mean crm? Or attach('crn', { destination, dataset }) brings it here")
})

test('a dataset without state of that name says so, and of which pipelines it has', async () => {
  await pipeline({ name: 'crm', destination: file(), dataset: 'sales', ...here() }).run(users())
  const text = String(
    await attach('crn', { destination: file(), dataset: 'sales', ...elsewhere() }).catch((error: unknown) => error),
  )
  expect(text).toContain(join(folder, 'other/pipelines/crn/state.json'))
  expect(text).toContain('_dlt_pipeline_state of dataset sales at duckdb:///')
  expect(text).toContain('next: That dataset has state of crm: did you mean crm?')
})

test('attaching to a database file that is not there makes none', async () => {
  const missing = attach('crm', { destination: file(), dataset: 'sales', ...elsewhere() })
  await expect(missing).rejects.toMatchObject({ code: 'duckdb_file_missing' })
  expect(existsSync(join(folder, 'x.duckdb'))).toBe(false)
})

test('a handle without a dataset goes on in the one that it loaded into', async () => {
  await pipeline({ name: 'crm', destination: file(), dataset: 'sales', ...here() }).run(users())
  const info = await pipeline({ name: 'crm', destination: file(), ...here() }).run(users())
  expect([info.dataset, info.overridden]).toEqual(['sales', []])
})

test('a dataset given in code wins over the stored state, and the report says so', async () => {
  await pipeline({ name: 'crm', destination: file(), dataset: 'sales', ...here() }).run(users())
  const info = await pipeline({ name: 'crm', destination: file(), dataset: 'sales_copy', ...here() }).run(users())
  expect(info.dataset).toBe('sales_copy')
  expect(info.overridden).toEqual([{ setting: 'dataset', given: 'sales_copy', stored: 'sales' }])
  expect(info.warnings).toContain('The stored state says dataset sales; sales_copy was given in code and is used.')
})

test('resources of a source share its state', async () => {
  const shared = source({
    name: 'crm',
    resources: () => [
      resource({ name: 'a' }, async function* ({ sourceState }) {
        sourceState.token = Number(sourceState.token ?? 0) + 1
        yield [{ token: sourceState.token }]
      }),
      resource({ name: 'b' }, async function* ({ sourceState }) {
        yield [{ token: sourceState.token }]
      }),
    ],
  })
  const crm = pipeline({ name: 'crm', destination: file(), ...here() })
  await crm.run(shared())
  await crm.run(shared())
  expect((await crm.state()).sources?.crm).toEqual({ token: 2 })
  expect(await crm.dataset().table('b').select('token').orderBy('token').rows()).toEqual([{ token: 1 }, { token: 2 }])
})

test('a pipeline whose first run failed is known, and attaching to it says why it cannot be', async () => {
  const broken = resource({ name: 'users' }, async function* () {
    yield* []
    throw new Error('no answer')
  })
  await pipeline({ name: 'crm', destination: file(), dataset: 'sales', ...here() })
    .run(broken)
    .catch(() => undefined)
  expect(await listPipelines(here())).toEqual([
    { name: 'crm', destination: 'duckdb', dataset: 'sales', neverLoaded: true },
  ])
  await expect(attach('crm', here())).rejects.toMatchObject({
    code: 'unknown_pipeline',
    message: expect.stringContaining('has loaded nothing yet: its first run failed'),
    hint: expect.stringContaining('tolva pipeline crm trace'),
  })
})

test('a pipeline whose first run failed is read by what the destination knows of it', async () => {
  const newcomer = pipeline({ name: 'crm', destination: file(), dataset: 'sales', ...elsewhere() })
  const broken = resource({ name: 'users' }, () => Promise.reject(new Error('no way')))
  await expect(newcomer.run(broken)).rejects.toThrow('no way')
  await pipeline({ name: 'crm', destination: file(), dataset: 'sales', ...here() }).run(users())
  expect(await newcomer.dataset().table('users').count()).toBe(1)
  await newcomer.sync()
  expect(await newcomer.dataset().table('users').count()).toBe(1)
})

test('a dataset without state of that pipeline has no tables, and says what to look at', async () => {
  await pipeline({ name: 'crm', destination: file(), dataset: 'sales', ...here() }).run(users())
  const other = pipeline({ name: 'crn', destination: file(), dataset: 'sales', ...here() })
  await expect(other.dataset().table('users').rows()).rejects.toMatchObject({
    code: 'unknown_table',
    hint: expect.stringContaining('check its name, destination and dataset'),
  })
})
