import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { decimal, duckdb, naive, pipeline, resource, wei } from '../index.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-formats-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (name = 'p') =>
  pipeline({
    name,
    destination: duckdb({ path: join(folder, `${name}.duckdb`) }),
    dataset: 'ds',
    dataDir: join(folder, 'data'),
    projectDir: folder,
    env: {},
  })

/** Extensions of the job files of all packages of a pipeline. */
async function formatsOf(name: string): Promise<readonly string[]> {
  const packages = join(folder, 'data', 'pipelines', name, 'packages')
  const files = await readdir(packages, { recursive: true })
  return [...new Set(files.flatMap((file) => /files[/\\][\da-f]{10}\.(\w+)$/.exec(file)?.[1] ?? []))].sort()
}

const COLUMNS = {
  doc: { dataType: 'json' },
  huge: { dataType: 'bigint', precision: 128 },
  small: { dataType: 'bigint', precision: 8 },
  seconds: { dataType: 'timestamp', timezone: false, precision: 0 },
  day: { dataType: 'date' },
  clock: { dataType: 'time' },
}

const ROWS = [
  {
    id: 1,
    flag: true,
    whole: 9007199254740993n,
    huge: '170141183460469231731687303715884105727',
    small: -128,
    exact: decimal('123456789012345678901234567.123456789'),
    amount: wei(10n ** 37n),
    real: 0.1,
    word: 'a "b",\n\\ 日本 \u0000 😀',
    zoned: '2024-01-02T03:04:05.123456+02:00',
    local: naive('0001-01-01T00:00:00.000001'),
    seconds: '2024-01-02T03:04:05',
    day: '9999-12-31',
    clock: '23:59:59.999999',
    bytes: Uint8Array.of(0, 255, 10, 34),
    doc: { b: [1.5, 1e16, null, '"'], a: {} },
    list: [1, 2],
  },
  { id: 2, word: '', real: Number.NEGATIVE_INFINITY, bytes: new Uint8Array() },
  { id: 3, real: -0, flag: false, doc: 'null', list: [null] },
  { id: 4, real: Number.NaN },
  { id: 5, real: 5e-324 },
]

test('job files as JSON lines leave the same tables, types and values as Parquet files', async () => {
  const results = []
  for (const [name, loaderFileFormat] of [
    ['a', 'parquet'],
    ['b', 'jsonl'],
  ] as const) {
    const p = open(name)
    await p.prepare(resource({ name: 't', columns: COLUMNS }, ROWS), { loaderFileFormat })
    expect(await formatsOf(name)).toEqual([loaderFileFormat])
    await p.load()
    const sql =
      'SELECT * EXCLUDE (_dlt_id, _dlt_load_id), real::VARCHAR AS shown, hex(bytes) AS digits FROM t ORDER BY id'
    const rows = await p.dataset().sql(sql).rows({ bigint: 'bigint' })
    const types = await p
      .dataset()
      .sql(`SELECT column_name, data_type FROM information_schema.columns WHERE table_name LIKE 't%' ORDER BY ALL`)
      .rows()
    results.push({ rows, types, counts: await p.dataset().rowCounts() })
  }
  expect(results[1]).toEqual(results[0])
  expect(results[1]?.rows[2]).toMatchObject({ shown: '-0.0' })
})

test('merge and replace work from JSON lines as well', async () => {
  const p = open()
  const items = (rows: object[]) =>
    resource({ name: 't', primaryKey: 'id', writeDisposition: 'merge', fileFormat: 'jsonl' }, rows)
  await p.run(items([{ id: 1, bytes: Uint8Array.of(1), tags: ['a'] }, { id: 2 }]))
  await p.run(items([{ id: 1, bytes: Uint8Array.of(2), tags: ['b', 'c'] }]))
  expect(await p.dataset().sql('SELECT id, hex(bytes) AS b FROM t ORDER BY id').rows()).toEqual([
    { id: 1, b: '02' },
    { id: 2, b: null },
  ])
  expect(await p.dataset().rowCounts()).toEqual({ t: 2, t__tags: 2 })
  await p.prepare(items([{ id: 3 }]).with({ writeDisposition: 'replace' }))
  expect(await formatsOf('p')).toEqual(['jsonl'])
  await p.load()
  expect(await p.dataset().rowCounts()).toEqual({ t: 1, t__tags: 0 })
})

test("a resource's format holds for its tables only, and the run's for all", async () => {
  const p = open()
  const resources = [
    resource({ name: 'a', fileFormat: 'jsonl' }, [{ id: 1, list: [1] }]),
    resource({ name: 'b' }, [{ id: 1 }]),
  ]
  await p.prepare(resources)
  expect(await formatsOf('p')).toEqual(['jsonl', 'parquet'])
  const q = open('q')
  await q.prepare(resources, { loaderFileFormat: 'parquet' })
  expect(await formatsOf('q')).toEqual(['parquet'])
})

test('a format that the destination does not load is refused before a page is asked for', async () => {
  let asked = false
  const rows = function* () {
    asked = true
    yield { id: 1 }
  }
  const error = await open()
    .run(resource({ name: 't', fileFormat: 'csv' }, rows))
    .catch((thrown: unknown) => thrown)
  expect(String(error)).toBe(
    'ConfigError: resource t asks for job files as csv, which destination duckdb does not load\n  where: pipeline p, resource t\n  next: Use one of parquet, jsonl, or leave the format out.',
  )
  expect(asked).toBe(false)
})
