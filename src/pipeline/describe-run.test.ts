import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { duckdb, pipeline, resource } from '../index.ts'
import { describePipeline, describeRun, describeRuns, readTrace, readTraces } from '../inspect.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-trace-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const place = () => ({ dataDir: join(folder, 'data'), env: {} })
const open = () =>
  pipeline({ name: 'crm', destination: duckdb({ path: join(folder, 'x.duckdb') }), projectDir: folder, ...place() })

test('a run is recorded with its steps, rows, jobs, new tables and columns, and what it was asked for', async () => {
  const crm = open()
  await crm.run([{ id: 1, tags: ['a', 'b'], gone: null }], { tableName: 'users' })
  await crm.run([{ id: 2, tags: [], name: 'Ada', score: 1.5 }], { tableName: 'users' })
  const trace = await readTrace('crm', place())
  expect(trace).toMatchObject({
    version: 1,
    asked: { tableName: 'users' },
    rowCounts: { users: 1 },
    packages: [
      {
        report: {
          schemaChanges: {
            newTables: [],
            newColumns: {
              users: [
                { name: 'name', type: 'text' },
                { name: 'score', type: 'double' },
              ],
            },
          },
        },
      },
    ],
  })
  const text = describeRun(trace!)
  expect(text).toMatch(/^Run of crm started at \S+ and COMPLETED in [\d.]+ seconds\ninto dataset crm_dataset of duckdb/)
  expect(text).toMatch(/^load +[\d.]+ {2}done$/m)
  expect(text).toMatch(/^users +1 +1 +\d+ B +\+ name text, \+ score double$/m)
  expect(text).toContain('this run')
})

test('a cursor is shown with where it went and what it left out', async () => {
  const events = resource({ name: 'events', incremental: { cursorPath: 'at' } }, async function* () {
    yield [{ at: 3 }, { at: 5 }]
  })
  await open().run(events)
  await open().run(events)
  const text = describeRun((await readTrace('crm', place()))!)
  expect(text).toMatch(/^events +at +5 +5 +0 {2}.*1 before the start.*$/m)
})

test('the last twenty runs are remembered, the newest first', async () => {
  const crm = open()
  await crm.run([{ id: 1, tags: ['a'] }], { tableName: 'users' })
  for (let run = 0; run < 20; run += 1) await crm.load()
  expect(await readdir(join(folder, 'data/pipelines/crm/traces'))).toHaveLength(20)
  const runs = await readTraces('crm', place())
  expect(runs.map(({ startedAt }) => startedAt)).toEqual(
    runs
      .map(({ startedAt }) => startedAt)
      .toSorted()
      .toReversed(),
  )
})

test('the history says of each run what came of it and what was new', async () => {
  const crm = open()
  await crm.run([{ id: 1 }], { tableName: 'users' })
  await crm.run([{ id: 2, name: 'Ada' }], { tableName: 'users' })
  const broken = resource({ name: 'users' }, async function* () {
    yield [{ id: 3 }]
    throw new Error('GET https://x.example?api_key=hunter2 gave 500')
  })
  await crm.run(broken).catch(() => undefined)
  const [head, , last, second, first] = describeRuns(await readTraces('crm', place())).split('\n')
  expect(head).toMatch(/^started \(UTC\) +outcome +seconds +rows +packages +warnings +new$/)
  expect(last).toMatch(/failed: resource_failed/)
  expect(second).toMatch(/completed .* 1 +1 +0 {2}users\.name$/)
  expect(first).toMatch(/completed .* 1 +1 +0 {2}users$/)
})

test('a failed run is recorded with the step, the code, and no secret', async () => {
  const broken = resource({ name: 'users' }, async function* () {
    yield [{ id: 3 }]
    throw new Error('GET https://x.example?api_key=hunter2 gave 500')
  })
  await open()
    .run(broken)
    .catch(() => undefined)
  const trace = await readTrace('crm', place())
  expect(trace?.steps.at(-1)).toMatchObject({ step: 'extract', error: 'resource_failed' })
  expect(describeRun(trace!)).toMatch(/^extract +[\d.]+ {2}resource_failed$/m)
  expect(await readFile(join(folder, 'data/pipelines/crm/trace.json'), 'utf8')).not.toContain('hunter2')
})

test('a pipeline is described with where it loads to and what waits', async () => {
  const crm = open()
  await crm.run([{ id: 1 }], { tableName: 'users' })
  await crm.prepare([{ id: 2 }], { tableName: 'users' })
  const text = describePipeline(await crm.info())
  expect(text).toContain(`destination     duckdb at duckdb:///${join(folder, 'x.duckdb')}`)
  expect(text).toMatch(/^[\d.]+ +waits to be loaded$/m)
  expect(text).toMatch(/^crm +\d+ +\d+ {2}\S+=$/m)
})
