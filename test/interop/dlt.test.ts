import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { duckdb, pipeline, resource } from '../../src/index.ts'
import { NO_PYTHON, runPython, testPython } from './python.ts'

const PIPELINE = 'shop_pipeline'
const DATASET = 'shop_data'
const FIRST = [
  { id: 1, name: 'Ada', score: 1.5, when: '2024-01-02T03:04:05Z', tags: ['a', 'b'], address: { city: 'Łódź' } },
  { id: 2, name: 'Bob', score: 2.5, when: '2024-01-03T03:04:05.123456Z', tags: [], address: { city: null } },
]
const MORE = [{ id: 3, name: 'Cyd', score: 0.25, when: '2024-02-01T00:00:00Z', tags: ['c'], address: { city: 'Rome' } }]
const LAST = [
  { id: 4, name: 'Dee', score: 9.75, when: '2024-03-01T00:00:00Z', tags: ['d', 'e'], address: { city: 'Oslo' } },
]

const schemas = z.record(
  z.string(),
  z.object({ version: z.number(), version_hash: z.string(), computed_hash: z.string() }),
)
const rows = z.record(z.string(), z.array(z.record(z.string(), z.unknown())))
const dltAnswer = z.object({
  duckdb: z.string(),
  first_run: z.boolean(),
  state: z.object({ sources: z.unknown().optional(), default_schema_name: z.string().nullable() }).loose(),
  schemas_before: schemas,
  schemas_after: schemas,
  rows_before: rows.default({}),
  rows_after: rows,
})
type DltAnswer = z.infer<typeof dltAnswer>

let python: string | undefined
let folder: string
let file: string
let folders: string[] = []

beforeAll(() => {
  python = testPython()
})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-interop-'))
  folders.push(folder)
  file = join(folder, 'shop.duckdb')
})

afterAll(async () => {
  await Promise.all(folders.map((path) => rm(path, { recursive: true, force: true })))
  folders = []
})

function shop(dataDir = 'data') {
  return pipeline({
    name: PIPELINE,
    destination: duckdb({ path: file }),
    dataset: DATASET,
    dataDir: join(folder, dataDir),
    projectDir: folder,
    env: {},
  })
}

/** Yields the rows as one page and counts its runs in the resource's state, as the Python side does. */
function users(page: readonly Readonly<Record<string, unknown>>[]) {
  return resource({ name: 'users' }, async function* (context) {
    context.state.runs = Number(context.state.runs ?? 0) + 1
    yield { rows: page }
  })
}

async function dlt(with_: { python: string; rows?: readonly object[]; pipelinesDir?: string }): Promise<DltAnswer> {
  const request = {
    file,
    pipeline: PIPELINE,
    dataset: DATASET,
    pipelines_dir: join(folder, with_.pipelinesDir ?? 'dlt'),
    table: 'users',
    rows: with_.rows,
  }
  const script = { python: with_.python, script: 'continue_with_dlt.py', cwd: folder }
  return dltAnswer.parse(await runPython(script, request))
}

async function hashes(of: ReturnType<typeof shop>): Promise<Record<string, string>> {
  return Object.fromEntries([...(await of.schemas())].map(([name, schema]) => [name, schema.version_hash]))
}

function ids(table: readonly Record<string, unknown>[] | undefined): unknown[] {
  return (table ?? []).map((row) => row.id).sort()
}

describe('a dataset begun by tolva', () => {
  test('is read by dlt row by row, with its schema and its state', async ({ skip }) => {
    if (python === undefined) return skip(NO_PYTHON)
    const ours = shop()
    await ours.run(users(FIRST))
    const answer = await dlt({ python })
    expect(answer.first_run).toBe(false)
    expect(answer.state.sources).toEqual({ shop: { resources: { users: { runs: 1 } } } })
    expect(mapValues(answer.schemas_before, (schema) => schema.version_hash)).toEqual(await hashes(ours))
    for (const schema of Object.values(answer.schemas_before)) expect(schema.computed_hash).toBe(schema.version_hash)
    const [ada, bob] = (answer.rows_before.users ?? []).toSorted((a, b) => Number(a.id) - Number(b.id))
    expect(ada).toMatchObject({
      id: 1,
      name: 'Ada',
      score: 1.5,
      when: '2024-01-02 03:04:05+00:00',
      address__city: 'Łódź',
    })
    expect(bob).toMatchObject({ id: 2, when: '2024-01-03 03:04:05.123456+00:00', address__city: null })
    const tags = (answer.rows_before.users__tags ?? []).toSorted(
      (a, b) => Number(a._dlt_list_idx) - Number(b._dlt_list_idx),
    )
    expect(tags).toMatchObject([
      { value: 'a', _dlt_parent_id: ada?._dlt_id },
      { value: 'b', _dlt_parent_id: ada?._dlt_id },
    ])
    expect(answer.rows_before._dlt_loads).toMatchObject([{ schema_name: 'shop', status: 0 }])
  })

  test.for([
    ['where it was begun', 'data'],
    ['on a machine that never saw it', 'elsewhere'],
  ])('is continued by dlt without a change of schema, and by tolva again %s', async ([, dataDir], { skip }) => {
    if (python === undefined) return skip(NO_PYTHON)
    await shop().run(users(FIRST))
    const answer = await dlt({ python, rows: MORE })
    expect(answer.schemas_after).toEqual(answer.schemas_before)
    expect(ids(answer.rows_after.users)).toEqual([1, 2, 3])

    const again = shop(dataDir)
    await again.run(users(LAST))
    expect(await hashes(again)).toEqual(mapValues(answer.schemas_after, (schema) => schema.version_hash))
    const { sources } = z.object({ sources: z.unknown() }).parse(await again.state())
    expect(sources).toEqual({ shop: { resources: { users: { runs: 3 } } } })

    const end = await dlt({ python, pipelinesDir: 'another' })
    expect(ids(end.rows_after.users)).toEqual([1, 2, 3, 4])
    expect(end.rows_after.users__tags).toHaveLength(5)
    expect(end.rows_after._dlt_loads).toHaveLength(3)
    expect(end.rows_after._dlt_version).toHaveLength(1)
    expect(end.state.sources).toEqual(sources)
  })

  test('is opened by dlt on DuckDB 2.0', async ({ skip }) => {
    const newest = testPython('2.0.0')
    if (newest === undefined) return skip(NO_PYTHON)
    await shop().run(users(FIRST))
    const answer = await dlt({ python: newest, rows: MORE })
    expect(answer.duckdb).toBe('2.0.0')
    expect(answer.schemas_after).toEqual(answer.schemas_before)
    expect(ids(answer.rows_after.users)).toEqual([1, 2, 3])
  })
})

describe('a dataset begun by dlt', () => {
  test('is continued by tolva, state and all, and by dlt again, without a change of schema', async ({ skip }) => {
    if (python === undefined) return skip(NO_PYTHON)
    const begun = await dlt({ python, rows: FIRST })
    const ours = shop()
    const info = await ours.run(users(MORE))
    expect(info.rowCounts).toEqual({ users: 1, users__tags: 1 })
    expect(await hashes(ours)).toEqual(mapValues(begun.schemas_after, (schema) => schema.version_hash))
    const end = await dlt({ python, rows: LAST })
    expect(end.state.sources).toEqual({ shop: { resources: { users: { runs: 2 } } } })
    expect(end.schemas_after).toEqual(end.schemas_before)
    expect(ids(end.rows_after.users)).toEqual([1, 2, 3, 4])
    expect(end.rows_after._dlt_loads).toHaveLength(3)
    expect(end.rows_after._dlt_version).toHaveLength(1)
  })
})

describe('a file written by DuckDB 2.0', () => {
  test('is refused with both versions and the way out', async () => {
    await copyFile(fileURLToPath(new URL('../fixtures/duckdb-2.0.duckdb', import.meta.url)), file)
    const failure = shop().run(users(FIRST))
    await expect(failure).rejects.toMatchObject({ code: 'duckdb_file_too_new' })
    const text = String(await failure.catch((error: unknown) => error))
    expect(text).toMatch(/2\.0/)
    expect(text).toMatch(/1\.5/)
    expect(text).toMatch(/next: /)
    expect(text.split('\n').length).toBeLessThanOrEqual(3)
  })
})

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
