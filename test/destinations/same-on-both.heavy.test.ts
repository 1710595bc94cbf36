import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { duckdb } from '../../src/destinations/duckdb/index.ts'
import { postgres } from '../../src/destinations/postgres/index.ts'
import { type Destination, type Hints, pipeline, resource } from '../../src/index.ts'
import { type Contents, contents } from '../../src/testing/destination-suite/contents.ts'
import { NO_POSTGRES, type TestDatabase, testDatabase } from '../postgres/database.ts'
import { PATIENCE, size } from '../properties/size.ts'

let folder = ''
let database: TestDatabase | undefined
let serial = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-same-'))
  database = await testDatabase()
})
afterAll(async () => {
  await database?.close()
  await rm(folder, { recursive: true, force: true })
})

const document = fc.record({
  id: fc.integer({ min: 0, max: 6 }),
  part: fc.integer({ min: 0, max: 2 }),
  at: fc.integer({ min: 0, max: 1_000_000 }),
  text: fc.option(fc.string({ unit: 'grapheme', maxLength: 6 }), { nil: null }),
  gone: fc.constantFrom(true, false, false, null),
  items: fc.array(
    fc.record({ n: fc.integer({ min: 0, max: 9 }), deep: fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }) }),
    { maxLength: 3 },
  ),
})

/** Of rows with one key `at` decides, so it must differ; NUL characters are PostgreSQL's own matter. */
const batch = fc
  .uniqueArray(document, { selector: ({ at }) => at, maxLength: 8 })
  .map((rows) => rows.map((row) => ({ ...row, text: row.text?.replaceAll('\0', '') ?? null })))

const once = fc
  .uniqueArray(document, { selector: ({ id }) => id, maxLength: 6 })
  .map((rows) => rows.map((row) => ({ ...row, text: row.text?.replaceAll('\0', '') ?? null })))

const merged = (strategy: string, more: Hints = {}, options: object = {}): Hints => ({
  writeDisposition: { disposition: 'merge', strategy, ...options },
  ...more,
})
const deleting: Hints['columns'] = { gone: { dataType: 'bool', hardDelete: true }, at: { dedupSort: 'desc' } }

const SCENARIOS: readonly (readonly [string, Hints, typeof batch])[] = [
  ['append', { writeDisposition: 'append' }, batch],
  ['replace', { writeDisposition: 'replace' }, batch],
  ['delete-insert by primary key', merged('delete-insert', { primaryKey: 'id', columns: deleting }), batch],
  ['delete-insert by merge key', merged('delete-insert', { mergeKey: 'part' }), batch],
  [
    'delete-insert by both keys',
    merged('delete-insert', { primaryKey: 'id', mergeKey: 'part', columns: deleting }),
    batch,
  ],
  [
    'delete-insert by a compound key',
    merged('delete-insert', { primaryKey: ['id', 'part'], columns: deleting }),
    batch,
  ],
  ['upsert', merged('upsert', { primaryKey: 'id', columns: { gone: { hardDelete: true, dataType: 'bool' } } }), once],
  ['upsert of changed rows', merged('upsert', { primaryKey: 'id' }, { skip_unchanged_rows: true }), once],
  ['insert-only', merged('insert-only', { primaryKey: 'id' }), once],
  ['cdc', merged('cdc', { primaryKey: 'id', columns: { gone: { hardDelete: true, dataType: 'bool' } } }), once],
  ['cdc by merge key', merged('cdc', { primaryKey: 'id', mergeKey: 'part' }), once],
  ['scd2', merged('scd2'), once],
  ['scd2 by merge key', merged('scd2', { mergeKey: 'id' }), once],
]

test.for(SCENARIOS)(
  '%s leaves the same in DuckDB and PostgreSQL',
  { timeout: PATIENCE },
  async ([, hints, rows], { skip }) => {
    if (database === undefined) return skip(NO_POSTGRES)
    const { url } = database
    await fc.assert(
      fc.asyncProperty(fc.array(rows, { minLength: 1, maxLength: 3 }), async (batches) => {
        serial += 1
        const [here, there] = await Promise.all([
          load(duckdb({ path: join(folder, `${serial}.duckdb`) }), hints, batches),
          load(postgres(url), hints, batches),
        ])
        expect(there).toEqual(here)
      }),
      size(2),
    )
  },
)

async function load(
  destination: Destination,
  hints: Hints,
  batches: readonly (readonly object[])[],
): Promise<Contents> {
  const dataset = `d${serial}`
  const shop = pipeline({
    name: `shop_${destination.name}_${serial}`,
    destination,
    dataset,
    dataDir: join(folder, 'data'),
    projectDir: folder,
    env: {},
  })
  for (const rows of batches) await shop.run(resource({ name: 't', ...hints }, [...rows]))
  return contents(shop)
}
