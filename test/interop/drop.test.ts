import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { duckdb, pipeline } from '../../src/index.ts'
import { toStored } from '../../src/schema/stored-form.ts'
import { NO_PYTHON, runPython, testPython } from './python.ts'

const dltAnswer = z.object({
  info: z.object({
    tables: z.array(z.string()),
    tables_with_data: z.array(z.string()),
    resource_states: z.array(z.string()),
    resource_names: z.array(z.string()),
    state_paths: z.array(z.string()),
    schema_name: z.string(),
  }),
  sources: z.unknown(),
  schema: z
    .object({ version: z.number(), version_hash: z.string(), tables: z.record(z.string(), z.unknown()) })
    .loose(),
  tables: z.array(z.string()),
  versions: z.array(z.unknown()),
  states: z.array(z.unknown()),
  loads: z.number(),
})

// Python starts twice in each of them.
vi.setConfig({ testTimeout: 180_000 })

let python: string | undefined
let folder: string

beforeAll(async () => {
  python = testPython()
  folder = await mkdtemp(join(tmpdir(), 'tolva-drop-'))
  if (python !== undefined) await dlt(python, { action: 'begin', file: join(folder, 'begun.duckdb') })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const dlt = (command: string, request: object) =>
  runPython({ python: command, script: 'drop.py', cwd: folder }, { pipelines_dir: join(folder, 'dlt'), ...request })

test.for([
  { resources: ['users'] },
  { resources: ['re:user', 'orders'] },
  { resources: ['re:.*s$'], stateOnly: true },
  { all: true },
  { all: true, stateOnly: true, statePaths: ['note'] },
  { statePaths: ['*'] },
  { statePaths: ['tokens.b.c[0]', '$.note'] },
  { statePaths: ['$.resources.user_events.incremental', 'resources.users.seen[*].id'] },
  { resources: ['users'], statePaths: ['$..page'] },
])('%j leaves state, schema and dataset as dlt leaves them', async (options, { skip }) => {
  if (python === undefined) return skip(NO_PYTHON)
  const theirs = await begun('theirs')
  const { resources = [], statePaths = [], all = false, stateOnly = false } = options
  const expected = dltAnswer.parse(
    await dlt(python, {
      action: 'drop',
      file: theirs,
      pipelines_dir: join(folder, 'fresh', `${Math.random()}`),
      arguments: { resources, state_paths: statePaths, drop_all: all, state_only: stateOnly },
    }),
  )
  const ours = pipeline({
    name: 'shop_pipeline',
    destination: duckdb({ path: await begun('ours') }),
    dataset: 'shop_data',
    dataDir: join(folder, 'ours', `${Math.random()}`),
    projectDir: folder,
    env: {},
  })
  await ours.sync()
  const dropped = await ours.drop(options)
  expect(dropped).toMatchObject({
    schema: expected.info.schema_name,
    resources: expected.info.resource_names,
    tables: expected.info.tables,
    tablesWithData: expected.info.tables_with_data,
    resourceStates: expected.info.resource_states,
  })
  expect([...dropped.statePaths].sort()).toEqual([...expected.info.state_paths].sort())
  expect(JSON.parse(JSON.stringify((await ours.state()).sources))).toEqual(expected.sources)
  const schema = (await ours.schemas()).get('shop')
  expect(schema && JSON.parse(JSON.stringify(toStored(schema)))).toEqual(expected.schema)
  const cells = async (sql: string) => (await ours.dataset().sql(sql).grid()).rows
  expect(await cells('SELECT version, schema_name, version_hash FROM _dlt_version ORDER BY version')).toEqual(
    expected.versions,
  )
  expect(await cells('SELECT version FROM _dlt_pipeline_state ORDER BY _dlt_load_id')).toEqual(expected.states)
  // dlt's staging dataset is dlt's own: it empties its tables before it uses them.
  const tables = await cells(
    `SELECT table_name FROM information_schema.tables WHERE table_schema = 'shop_data' ORDER BY 1`,
  )
  expect(tables.flat()).toEqual(expected.tables)
  expect((await ours.dataset().loads()).length).toBe(expected.loads)
})

test('what tolva dropped is loaded anew by dlt', async ({ skip }) => {
  if (python === undefined) return skip(NO_PYTHON)
  const file = await begun('again')
  const ours = pipeline({
    name: 'shop_pipeline',
    destination: duckdb({ path: file }),
    dataset: 'shop_data',
    dataDir: join(folder, 'again'),
    projectDir: folder,
    env: {},
  })
  await ours.sync()
  await ours.drop({ all: true })
  await dlt(python, { action: 'begin', file, pipelines_dir: join(folder, 'fresh', 'again') })
  expect(await ours.dataset().sql('SELECT count(*) AS n FROM shop_data.orders__items__sizes').rows()).toEqual([
    { n: 1 },
  ])
})

/** A copy of what dlt began. */
async function begun(name: string): Promise<string> {
  const path = join(await mkdtemp(join(folder, `${name}-`)), 'shop.duckdb')
  await cp(join(folder, 'begun.duckdb'), path)
  return path
}
