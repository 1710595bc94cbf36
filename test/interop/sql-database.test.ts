import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { venvWith } from '../../scripts/python-venv.mjs'
import { connectDuckDb } from '../../src/duckdb/connection.ts'
import { duckdb, pipeline } from '../../src/index.ts'
import { type ReflectionLevel, sqlTable } from '../../src/sources/sql-database/index.ts'
import { useDatabase } from '../postgres/use-database.ts'
import { NO_PYTHON, runPython, testPython } from './python.ts'

const database = useDatabase()
let folder: string
let python: string | undefined
/** dlt's source needs SQLAlchemy, which nothing else here does. */
let packages: string

beforeAll(async () => {
  python = testPython()
  if (python === undefined) return
  const lib = join(venvWith(['sqlalchemy==2.0.44']), '..', '..', 'lib')
  const [version = ''] = await readdir(lib)
  packages = join(lib, version, 'site-packages')
}, 600_000)
beforeEach(async ({ skip }) => {
  if (python === undefined) skip(NO_PYTHON)
  folder = await mkdtemp(join(tmpdir(), 'tolva-sql-interop-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const TABLE = `CREATE TYPE size AS ENUM ('s', 'm');
CREATE TABLE things (id bigint PRIMARY KEY, tiny smallint, whole integer NOT NULL, price numeric(12,3), loose numeric, name text,
  code varchar(7), padded char(3), body bytea, doc json, docs jsonb, list int[], at timestamp, zoned timestamptz, day date,
  clock time, single real, double double precision, flag boolean, key uuid, size size);
INSERT INTO things SELECT i, i, i, i * 1.125, i / 8.0, 'n"' || chr(10) || i, 'c', 'p', '\\x00ff', '{"a":[1,2.5],"b":null}', '{"a":{"b":1}}',
  '{1,2}', '2024-01-02 03:04:05.123456', '2024-01-02 03:04:05+02', '2024-02-03', '12:13:14', 0.5, 1e100, i % 2 = 0,
  ('00000000-0000-0000-0000-00000000000' || i)::uuid, 'm' FROM generate_series(1, 3) i;
INSERT INTO things (id, whole) VALUES (9007199254740993, 0)`

interface Answer {
  readonly schema: string
  readonly columns: readonly Readonly<Record<string, unknown>>[]
  readonly rows: number
}

const isAnswer = (value: unknown): value is Answer => typeof value === 'object' && value !== null && 'columns' in value

async function withDlt(request: {
  readonly file: string
  readonly level: ReflectionLevel
  readonly cursor?: string
}): Promise<Answer> {
  if (python === undefined) throw new Error(NO_PYTHON)
  const all = { url: database().url, table: 'things', ...request }
  const answer = await runPython({ python, script: 'sql_database.py', cwd: folder, packages }, all)
  if (!isAnswer(answer)) throw new Error(JSON.stringify(answer))
  return answer
}

const open = (file: string) =>
  pipeline({
    name: 'shop',
    destination: duckdb(file),
    dataset: 'd',
    projectDir: folder,
    dataDir: join(folder, 'tolva'),
  })

async function stored(file: string): Promise<readonly (readonly unknown[])[]> {
  await using connection = await connectDuckDb(file, { readOnly: true })
  return await connection.rows(
    "SELECT COLUMNS(* EXCLUDE (_dlt_id, _dlt_load_id, doc, docs))::VARCHAR, doc->>'$.a[1]', docs->>'$.a.b' FROM d.things ORDER BY id",
  )
}

async function types(file: string): Promise<readonly (readonly unknown[])[]> {
  await using connection = await connectDuckDb(file, { readOnly: true })
  return await connection.rows(
    `SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_name = 'things' ORDER BY column_name`,
  )
}

describe('a table of PostgreSQL that dlt reads, too', () => {
  it.each(['full', 'full_with_precision', 'minimal'] as const)(
    'gets the same types and values with reflection %s',
    async (level) => {
      await database().query('DROP TABLE IF EXISTS things; DROP TYPE IF EXISTS size')
      await database().query(TABLE)
      const [theirs, ours] = [join(folder, 'theirs.duckdb'), join(folder, 'ours.duckdb')]
      const { schema, columns } = await withDlt({ file: theirs, level })
      const of = open(ours)
      await of.run(sqlTable({ credentials: database().url, table: 'things', reflectionLevel: level }))
      const own = (await of.schemas()).get(schema)?.tables.get('things')?.columns
      const byName = (list: Iterable<object>) =>
        Object.fromEntries([...list].map((column) => [String(Reflect.get(column, 'name')), column]))
      expect(byName(own?.values() ?? [])).toEqual(byName(columns))
      expect(await types(ours)).toEqual(await types(theirs))
      if (level !== 'minimal') expect(await stored(ours)).toEqual(await stored(theirs))
    },
  )

  it('is gone on with by its cursor where dlt stopped, and back', async () => {
    await database().query('DROP TABLE IF EXISTS things; DROP TYPE IF EXISTS size')
    await database().query(TABLE)
    const file = join(folder, 'both.duckdb')
    expect(await withDlt({ file, level: 'full', cursor: 'id' })).toMatchObject({ rows: 4 })
    await database().query('INSERT INTO things (id, whole) VALUES (9007199254740995, 1)')
    const source = sqlTable({ credentials: database().url, table: 'things', incremental: { cursorPath: 'id' } })
    const ours = await open(file).run(source)
    expect(ours.rowCounts.things).toBe(1)
    await database().query('INSERT INTO things (id, whole) VALUES (9007199254740997, 2)')
    expect(await withDlt({ file, level: 'full', cursor: 'id' })).toMatchObject({ rows: 1 })
    expect(await stored(file)).toHaveLength(6)
  })
})
