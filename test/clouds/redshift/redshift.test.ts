import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type RedshiftOptions, redshift } from '../../../src/destinations/redshift/index.ts'
import {
  attach,
  type Destination,
  type Pipeline,
  type PipelineOptions,
  pipeline,
  resource,
} from '../../../src/index.ts'
import { type RedshiftDatabase, redshiftDatabase } from '../../redshift/database.ts'
import { s3Place } from '../places/s3.ts'
import { usePlace } from '../places/use-place.ts'
import { s3Bucket } from './s3-bucket.ts'

const s3 = usePlace(s3Place)
let folder = ''
let database: RedshiftDatabase | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-redshift-'))
  database = await redshiftDatabase(s3Bucket(s3()))
})
afterAll(async () => {
  await database?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(({ skip }) => {
  if (database === undefined) skip('no PostgreSQL')
})

const url = (): string => database?.url ?? ''

/** As users have it: everything from the configuration. */
function configured(name: string, options: Partial<PipelineOptions> = {}): Pipeline {
  const env = {
    HOME: folder,
    DESTINATION__REDSHIFT__CREDENTIALS: url(),
    DESTINATION__FILESYSTEM__BUCKET_URL: s3().bucketUrl,
    ...s3().env,
  }
  const dirs = { dataDir: folder, projectDir: folder }
  return pipeline({ name, destination: 'redshift', staging: 'filesystem', dataset: name, ...dirs, env, ...options })
}

function made(name: string, options: RedshiftOptions = {}): Pipeline {
  return configured(name, { destination: redshift({ credentials: url(), ...options }) })
}

async function keysOf(dataset: string): Promise<readonly string[]> {
  const { place } = s3Bucket(s3())
  return (await place.open({ localDir: folder })).storage.list(`${dataset}/`)
}

const ids = async (loaded: Pipeline, table = 'rows') =>
  (await loaded.dataset().table(table).select('id').orderBy('id').rows()).map(({ id }) => id)

/** Statements of a load, without looks, with its ids replaced. */
function written(statements: readonly string[]): readonly string[] {
  return statements
    .filter((sql) => !/^\s*(SELECT|SET|FETCH|DECLARE|BEGIN READ ONLY)\b/.test(sql))
    .map((sql) => sql.replaceAll(/\d{10}\.\d+/g, 'LOAD').replaceAll(/\b[0-9a-f]{10}\b/g, 'FILE'))
}

test('rows go through the bucket into Redshift by one COPY a table, in the transaction of the load', async () => {
  const shop = configured('golden')
  const from = database?.statements.length ?? 0
  await shop.run([{ id: 1, name: 'Ada', tags: ['a', 'b'] }, { id: 2 }], { tableName: 'rows' })
  expect(await ids(shop)).toEqual([1, 2])
  expect(written(database?.statements.slice(from) ?? [])).toMatchInlineSnapshot(`
    [
      "CREATE SCHEMA IF NOT EXISTS "golden"",
      "CREATE TABLE IF NOT EXISTS "golden"."_dlt_version" ("version" bigint NOT NULL, "engine_version" bigint NOT NULL, "inserted_at" timestamp with time zone NOT NULL, "schema_name" varchar(max) NOT NULL, "version_hash" varchar(max) NOT NULL, "schema" varchar(max) NOT NULL)",
      "CREATE TABLE IF NOT EXISTS "golden"."_dlt_loads" ("load_id" varchar(64) NOT NULL, "schema_name" varchar(max), "status" bigint NOT NULL, "inserted_at" timestamp with time zone NOT NULL, "schema_version_hash" varchar(max))",
      "CREATE TABLE IF NOT EXISTS "golden"."_dlt_pipeline_state" ("version" bigint NOT NULL, "engine_version" bigint NOT NULL, "pipeline_name" varchar(max) NOT NULL, "state" varchar(max) NOT NULL, "created_at" timestamp with time zone NOT NULL, "version_hash" varchar(max), "_dlt_load_id" varchar(64) NOT NULL, "_dlt_id" varchar(max) NOT NULL)",
      "BEGIN",
      "LOCK TABLE "golden"."_dlt_loads"",
      "CREATE TABLE "golden"."rows" ("id" bigint, "name" varchar(64), "_dlt_load_id" varchar(64) NOT NULL, "_dlt_id" varchar(64) NOT NULL)",
      "CREATE TABLE "golden"."rows__tags" ("value" varchar(64), "_dlt_parent_id" varchar(64) NOT NULL, "_dlt_list_idx" bigint NOT NULL, "_dlt_id" varchar(64) NOT NULL)",
      "COPY "golden"."rows" ("_dlt_load_id", "_dlt_id", "id", "name") FROM 's3://tolva-test/golden/rows/LOAD.FILE.jsonl.gz.manifest' CREDENTIALS '***' FORMAT AS JSON 'auto' DATEFORMAT 'auto' TIMEFORMAT 'auto' GZIP REGION AS 'eu-central-1' MANIFEST",
      "COPY "golden"."rows__tags" ("_dlt_parent_id", "_dlt_list_idx", "_dlt_id", "value") FROM 's3://tolva-test/golden/rows__tags/LOAD.FILE.jsonl.gz.manifest' CREDENTIALS '***' FORMAT AS JSON 'auto' DATEFORMAT 'auto' TIMEFORMAT 'auto' GZIP REGION AS 'eu-central-1' MANIFEST",
      "INSERT INTO "golden"."_dlt_version" ("version", "engine_version", "inserted_at", "schema_name", "version_hash", "schema") VALUES ($1, $2, $3, $4, $5, $6)",
      "INSERT INTO "golden"."_dlt_pipeline_state" ("version", "engine_version", "pipeline_name", "state", "created_at", "version_hash", "_dlt_load_id", "_dlt_id") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      "INSERT INTO "golden"."_dlt_loads" ("load_id", "schema_name", "status", "inserted_at", "schema_version_hash") VALUES ($1, $2, $3, $4, $5)",
      "COMMIT",
    ]
  `)
  expect(await keysOf('golden')).toEqual([])
})

test('longer texts widen their column before the transaction, and new columns come within it', async () => {
  const shop = configured('golden')
  const from = database?.statements.length ?? 0
  await shop.run([{ id: 3, name: 'x'.repeat(500), price: 2.5 }], { tableName: 'rows' })
  expect(
    written(database?.statements.slice(from) ?? []).filter((sql) => !sql.startsWith('INSERT')),
  ).toMatchInlineSnapshot(`
    [
      "ALTER TABLE "golden"."rows" ALTER COLUMN "name" TYPE varchar(1024)",
      "BEGIN",
      "LOCK TABLE "golden"."_dlt_loads"",
      "ALTER TABLE "golden"."rows" ADD COLUMN "price" double precision",
      "COPY "golden"."rows" ("_dlt_load_id", "_dlt_id", "id", "name", "price") FROM 's3://tolva-test/golden/rows/LOAD.FILE.jsonl.gz.manifest' CREDENTIALS '***' FORMAT AS JSON 'auto' DATEFORMAT 'auto' TIMEFORMAT 'auto' GZIP REGION AS 'eu-central-1' MANIFEST",
      "COMMIT",
    ]
  `)
})

test('replacing deletes, because TRUNCATE would end the transaction', async () => {
  const from = database?.statements.length ?? 0
  await configured('golden').run([{ id: 9 }], { tableName: 'rows', writeDisposition: 'replace' })
  const statements = written(database?.statements.slice(from) ?? []).filter((sql) =>
    /^(DELETE|COPY|CREATE TEMP)/.test(sql),
  )
  expect(statements).toMatchInlineSnapshot(`
    [
      "DELETE FROM "golden"."rows" WHERE 1 = 1",
      "COPY "golden"."rows" ("_dlt_load_id", "_dlt_id", "id") FROM 's3://tolva-test/golden/rows/LOAD.FILE.jsonl.gz.manifest' CREDENTIALS '***' FORMAT AS JSON 'auto' DATEFORMAT 'auto' TIMEFORMAT 'auto' GZIP REGION AS 'eu-central-1' MANIFEST",
      "DELETE FROM "golden"."rows__tags" WHERE 1 = 1",
    ]
  `)
  const again = database?.statements.length ?? 0
  const staged = made('golden', { replaceStrategy: 'insert-from-staging' })
  await staged.run([{ id: 10 }], { tableName: 'rows', writeDisposition: 'replace' })
  expect(
    written(database?.statements.slice(again) ?? []).filter((sql) => !/_dlt_(version|loads|pipeline)/.test(sql)),
  ).toMatchInlineSnapshot(`
    [
      "BEGIN",
      "CREATE TEMP TABLE "_dlt_replace" AS SELECT * FROM "golden"."rows" LIMIT 0",
      "COPY "_dlt_replace" ("_dlt_load_id", "_dlt_id", "id") FROM 's3://tolva-test/golden/rows/LOAD.FILE.jsonl.gz.manifest' CREDENTIALS '***' FORMAT AS JSON 'auto' DATEFORMAT 'auto' TIMEFORMAT 'auto' GZIP REGION AS 'eu-central-1' MANIFEST",
      "DELETE FROM "golden"."rows" WHERE 1 = 1",
      "INSERT INTO "golden"."rows" ("id", "name", "_dlt_load_id", "_dlt_id", "price") SELECT "id", "name", "_dlt_load_id", "_dlt_id", "price" FROM "_dlt_replace"",
      "DROP TABLE IF EXISTS "_dlt_replace"",
      "DELETE FROM "golden"."rows__tags" WHERE 1 = 1",
      "COMMIT",
    ]
  `)
  expect(await ids(staged)).toEqual([10])
})

test('files of one table come by one manifest', async () => {
  const shop = configured('many_files')
  const from = database?.statements.length ?? 0
  const rows = Array.from({ length: 600 }, (_, id) => ({ id, text: String(id % 10).repeat(60_000) }))
  const info = await shop.run(resource({ name: 'rows' }, rows))
  expect(info.rowCounts.rows).toBe(600)
  expect((await ids(shop)).length).toBe(600)
  const copies = database?.statements.slice(from).filter((sql) => sql.startsWith('COPY "many_files"."rows"'))
  expect(copies).toHaveLength(1)
})

test('a pipeline is found again by its name, with its staging and without a secret', async () => {
  const shop = configured('attached')
  await shop.run([{ id: 1 }], { tableName: 'rows' })
  const state = await shop.state()
  expect([state.destination_type, state.staging_type]).toEqual([
    'dlt.destinations.redshift',
    'dlt.destinations.filesystem',
  ])
  expect(JSON.stringify(state)).not.toMatch(/secret|password|access/i)
  const env = {
    HOME: folder,
    DESTINATION__REDSHIFT__CREDENTIALS: url(),
    DESTINATION__FILESYSTEM__BUCKET_URL: s3().bucketUrl,
    ...s3().env,
  }
  const again = await attach('attached', { dataDir: folder, env })
  const from = database?.statements.length ?? 0
  await again.run([{ id: 2 }], { tableName: 'rows' })
  expect(await ids(again)).toEqual([1, 2])
  expect(database?.statements.slice(from).some((sql) => sql.startsWith('COPY'))).toBe(true)
})

test('more rows than are inserted are refused without staging, and loaded once there is one', async () => {
  const alone = configured('refused', { staging: undefined })
  const rows = Array.from({ length: 10_001 }, (_, id) => ({ id }))
  await expect(alone.run(rows, { tableName: 'rows' })).rejects.toMatchObject({
    code: 'staging_needed',
    message: expect.stringContaining('table rows gets 10001 rows, and more than 10000 are not inserted one by one'),
  })
  const found = await database?.database.query("SELECT 1 FROM pg_namespace WHERE nspname = 'refused'")
  expect(found).toEqual([])
  await configured('refused').retry()
  expect((await ids(configured('refused'))).length).toBe(10_001)
})

test('a role that may not read the bucket is told, and the package waits', async () => {
  const role = made('denied', { stagingIamRole: 'arn:aws:iam::1:role/none' })
  await expect(role.run([{ id: 1 }], { tableName: 'rows' })).rejects.toMatchObject({ code: 'staging_access_denied' })
  expect((await keysOf('denied')).length).toBeGreaterThan(0)
  await configured('denied').retry()
  expect(await ids(configured('denied'))).toEqual([1])
  expect(await keysOf('denied')).toEqual([])
})

test('staged files of committed loads are swept, those of others stay', async () => {
  const shop = made('swept', { keepStagedFiles: true })
  await shop.run([{ id: 1 }], { tableName: 'rows' })
  expect((await keysOf('swept')).map((key) => key.replace(/^.*\.jsonl/, 'jsonl'))).toEqual(
    expect.arrayContaining(['jsonl.gz', 'jsonl.gz.manifest']),
  )
  const { storage } = await s3Bucket(s3()).place.open({ localDir: folder })
  await storage.put('swept/rows/1700000000.5.0123456789.jsonl.gz', 'of another load')
  await configured('swept').run([{ id: 2 }], { tableName: 'rows' })
  expect(await keysOf('swept')).toEqual(['swept/rows/1700000000.5.0123456789.jsonl.gz'])
})

test('longer texts than Redshift has are cut and counted where that is asked for', async () => {
  const shop = made('cut', { longTexts: 'truncate' })
  const info = await shop.run([{ id: 1, text: 'ä'.repeat(40_000) }], { tableName: 'rows' })
  expect(info.toJSON().packages[0]?.report.discarded).toMatchObject([{ table: 'rows', column: 'text', count: 1 }])
  const [row] = await shop.dataset().table('rows').rows()
  expect(row?.text).toBe('ä'.repeat(32_767))
})

test('a gateway that is gone in mid-load loses and doubles nothing', async () => {
  const shop = configured('gone')
  await shop.run([{ id: 1 }], { tableName: 'rows' })
  await shop.prepare([{ id: 2 }], { tableName: 'rows' })
  await s3().stop()
  try {
    await expect(shop.load()).rejects.toThrow()
  } finally {
    await s3().start()
  }
  expect(await ids(shop)).toEqual([1])
  await shop.retry()
  expect(await ids(shop)).toEqual([1, 2])
})

test('a place that Redshift cannot read is refused before anything is read', async () => {
  const local: Destination = (await import('../../../src/destinations/filesystem/index.ts')).filesystem(folder)
  const read = { rows: 0 }
  const rows = resource({ name: 'rows' }, async function* () {
    read.rows += 1
    yield { id: 1 }
  })
  await expect(configured('local', { staging: local }).run(rows)).rejects.toMatchObject({
    code: 'unsupported_staging_place',
    message: 'redshift cannot read job files at file://',
  })
  await expect(configured('local', { staging: local }).plan(rows)).rejects.toMatchObject({
    code: 'unsupported_staging_place',
  })
  expect(read.rows).toBe(0)
})
