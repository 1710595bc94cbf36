import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { duckdb, pipeline, type RunOptions, resource } from '../../index.ts'
import {
  pipelineGlances,
  readPipelineFacts,
  readRunRecord,
  readRunSummaries,
  readStateView,
  readTrace,
} from '../../inspect.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-views-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const place = () => ({ dataDir: join(folder, 'data') })
const working = (name = 'crm') => join(folder, 'data', 'pipelines', name)
const open = (name = 'crm') =>
  pipeline({ name, destination: duckdb({ path: join(folder, 'x.duckdb') }), projectDir: folder, env: {}, ...place() })

const events = (...at: readonly number[]) =>
  resource({ name: 'events', incremental: { cursorPath: 'at' } }, async function* () {
    yield at.map((one) => ({ at: one }))
  })

test('a first run is told of before it has written a state', async () => {
  const { promise: isRead, resolve: read } = Promise.withResolvers<void>()
  const slow = resource({ name: 'users' }, async function* () {
    yield [{ id: 1 }]
    const [glance] = await pipelineGlances(place())
    expect(glance).toMatchObject({ name: 'crm', running: true, recentRows: [], waiting: 0 })
    expect(glance?.lastRun).toBeUndefined()
    const facts = await readPipelineFacts('crm', place())
    expect(facts).toMatchObject({ name: 'crm', running: true, schemas: [], stateVersion: 0, defaultSchema: null })
    expect((await readStateView('crm', place())).cursors).toEqual([])
    read()
  })
  await open().run(slow)
  await isRead
  expect(await pipelineGlances(place())).toMatchObject([{ destination: 'duckdb', running: false }])
})

describe('the record of a run', () => {
  test('puts together what its packages say', async () => {
    await open().run([{ id: 1, gone: null }], { tableName: 'users' })
    await open().run([{ id: 2, tags: ['a'], name: 'Ada' }], { tableName: 'users' })
    const record = await readRunRecord('crm', 'last', place())
    expect(record).toMatchObject({
      pipeline: 'crm',
      outcome: 'completed',
      rows: 2,
      added: ['users__tags', 'users.name'],
      asked: { tableName: 'users' },
      resources: [{ name: 'users', schema: 'crm', pages: 1, rows: 1, bytes: 0 }],
      packageList: [{ state: 'loaded', pending: false }],
    })
    expect(record.tables).toContainEqual(
      expect.objectContaining({ name: 'users', rows: 1, isNew: false, newColumns: [{ name: 'name', type: 'text' }] }),
    )
    expect(record.spans.map(({ name }) => name)).toEqual(['run', 'sync', 'extract', 'normalize', 'load'])
    for (const { start, ms } of record.spans) expect(start + ms).toBeLessThanOrEqual((record.spans[0]?.ms ?? 0) + 5)
    expect((await readRunRecord('crm', record.run, place())).run).toBe(record.run)
  })

  test('says where configuration was looked for, a value once, and never what it is', async () => {
    await mkdir(join(folder, '.dlt'))
    await writeFile(join(folder, '.dlt', 'config.toml'), '[destination.duckdb]\ncredentials = "x.duckdb"\n')
    const crm = pipeline({ name: 'crm', destination: 'duckdb', projectDir: folder, env: {}, ...place() })
    await crm.run([{ id: 1 }], { tableName: 'users' })
    const { config } = await readRunRecord('crm', 'last', place())
    const keys = config.map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
    const found = config.filter(({ foundIn }) => foundIn?.endsWith('config.toml'))
    expect(found).toMatchObject([{ key: expect.stringContaining('duckdb'), looks: expect.any(Array) }])
  })

  test('of a name that is not kept is refused with the way to see which are', async () => {
    await open().run([{ id: 1 }], { tableName: 'users' })
    await expect(readRunRecord('crm', '../../state', place())).rejects.toMatchObject({
      code: 'unknown_run',
      hint: expect.stringContaining('tolva pipeline crm trace --runs'),
    })
  })

  test('of an earlier version is read with what it did not write left empty', async () => {
    await open().run([{ id: 1 }], { tableName: 'users' })
    const old = { pipeline: 'crm', startedAt: '2024-01-01T00:00:00.000Z', finishedAt: '2024-01-01T00:00:02.000Z' }
    const packages = [{ loadId: '1.1', report: { rowCounts: { users: 3 } } }]
    await writeFile(join(working(), 'trace.json'), JSON.stringify({ ...old, packages, rowCounts: { users: 3 } }))
    expect(await readRunRecord('crm', 'last', place())).toMatchObject({
      run: 'last',
      seconds: 2,
      rows: 3,
      tables: [{ name: 'users', rows: 3, jobs: 0 }],
      config: [],
    })
    await writeFile(join(working(), 'trace.json'), '{"torn')
    expect(await readTrace('crm', place())).toBeUndefined()
  })
})

describe('runs in one line each', () => {
  test('come from the index, and from their records where it does not know them', async () => {
    for (const id of [1, 2, 3]) await open().run([{ id }], { tableName: 'users' })
    const runs = await readRunSummaries('crm', place())
    expect(runs.map(({ run }) => run.slice(0, 8))).toEqual(['00000003', '00000002', '00000001'])
    const index = JSON.parse(await readFile(join(working(), 'runs.json'), 'utf8'))
    await writeFile(join(working(), 'runs.json'), JSON.stringify({ ...index, runs: index.runs.slice(2) }))
    expect(await readRunSummaries('crm', place())).toEqual(runs)
    await writeFile(join(working(), 'runs.json'), 'torn')
    expect(await readRunSummaries('crm', place())).toEqual(runs)
  })
})

describe('pipelines at a glance', () => {
  test('say their last run, their rows, what waits and why a folder cannot be read', async () => {
    await open().run([{ id: 1 }], { tableName: 'users' })
    await open().run([{ id: 2 }, { id: 3 }], { tableName: 'users' })
    await open('shop').run([{ id: 1 }], { tableName: 'orders' })
    await open('shop').prepare([{ id: 2 }], { tableName: 'orders' })
    await mkdir(working('torn'))
    await writeFile(join(working('torn'), 'state.json'), '{"torn')
    await mkdir(working('empty'))
    const glances = await pipelineGlances(place())
    expect(glances).toMatchObject([
      { name: 'crm', destination: 'duckdb', running: false, recentRows: [1, 2], waiting: 0, lastRun: { rows: 2 } },
      { name: 'shop', waiting: 1, failed: 0 },
      { name: 'torn', problem: { message: expect.any(String) } },
    ])
  })
})

test('a pipeline whose first run failed is there with what its record says', async () => {
  const broken = resource({ name: 'broken' }, async function* () {
    yield [{ id: 1 }]
    throw new Error('gone')
  })
  await expect(open().run(broken)).rejects.toThrow('gone')
  const known = { name: 'crm', destination: 'duckdb', dataset: 'crm_dataset', running: false }
  expect(await pipelineGlances(place())).toMatchObject([{ ...known, lastRun: { outcome: 'failed' } }])
  expect(await readPipelineFacts('crm', place())).toMatchObject({ ...known, lastRun: { outcome: 'failed' } })
})

describe('what a pipeline is', () => {
  test('is told without its configuration, also while a run goes on', async () => {
    const [begun, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    await open().run([{ id: 1 }], { tableName: 'users' })
    const slow = resource({ name: 'slow' }, async function* () {
      begun.resolve()
      await go.promise
      yield [{ id: 1 }]
    })
    const running = open().run(slow)
    await begun.promise
    expect(await readPipelineFacts('crm', place())).toMatchObject({
      name: 'crm',
      destination: 'duckdb',
      location: expect.stringContaining('x.duckdb'),
      projectFolder: folder,
      running: true,
      schemas: [{ name: 'crm', version: 2 }],
      lastRun: { rows: 1 },
    })
    go.resolve()
    await running
    expect((await readPipelineFacts('crm', place())).running).toBe(false)
    await expect(readPipelineFacts('no', place())).rejects.toMatchObject({ code: 'unknown_pipeline' })
  })
})

describe('the state', () => {
  const run = (options: RunOptions = {}, ...at: readonly number[]) => open().run(events(...at), options)

  test('shows where each cursor stands, where it went last, and where it was before', async () => {
    await run({}, 1, 3)
    await run({}, 3, 5)
    await open().run([{ id: 1 }], { tableName: 'users' })
    const { cursors, version, document } = await readStateView('crm', place())
    expect(cursors).toMatchObject([
      {
        source: 'crm',
        resource: 'events',
        cursorPath: 'at',
        lastValue: 5,
        from: 3,
        to: 5,
        kept: 1,
        leftOut: { 'loaded before': 1 },
        history: [{ value: 3 }, { value: 5 }],
      },
    ])
    expect(version).toBeGreaterThan(1)
    expect(document).toMatchObject({ pipeline_name: 'crm', sources: { crm: { resources: { events: {} } } } })
  })

  test('shows no secret that a resource has kept, and typed values as texts', async () => {
    const keeps = resource({ name: 'keeps' }, async function* ({ state }) {
      state.access_token = 'hunter2'
      state.seen = { day: new Date('2026-01-02T00:00:00Z'), header: 'Authorization: Bearer hunter2hunter2' }
      yield [{ id: 1 }]
    })
    await open().run(keeps)
    const text = JSON.stringify((await readStateView('crm', place())).document)
    expect(text).not.toContain('hunter2')
    expect(text).toContain('2026-01-02T00:00:00')
  })
})
