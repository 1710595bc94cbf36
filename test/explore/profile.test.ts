import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tableProfile } from '../../src/dashboard/api/data.ts'
import { filesystem } from '../../src/destinations/filesystem/index.ts'
import { postgres } from '../../src/destinations/postgres/index.ts'
import { profileTable } from '../../src/explore/profile/profile-table.ts'
import type { ColumnProfile } from '../../src/explore/profile/table-profile.ts'
import { decimal, duckdb, type Pipeline, pipeline, resource } from '../../src/index.ts'
import { NO_POSTGRES, type TestDatabase, testDatabase } from '../postgres/database.ts'

let folder: string
let database: TestDatabase | undefined

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tolva-profile-'))
  database = await testDatabase()
})

afterAll(async () => {
  await database?.close()
  await rm(folder, { recursive: true })
})

const people = Array.from({ length: 200 }, (_, i) => ({
  id: `u${i}`,
  email: i % 4 === 0 ? null : `ana.${i}@example.com`,
  plan: i % 10 === 0 ? 'Free' : ['free', 'team'][i % 2],
  visits: i,
  score: i / 8 + 0.5,
  price: decimal(`${i}.25`),
  active: i % 2 === 0,
  joined: new Date(Date.UTC(2026, 0, 1 + (i % 30))),
  tags: i % 50 === 0 ? ['a', 'b'] : [],
}))

const PLACES = {
  duckdb: () => duckdb({ path: path.join(folder, 'people.duckdb') }),
  postgres: () => postgres({ credentials: database?.url ?? '' }),
  files: () => filesystem({ bucketUrl: path.join(folder, 'lake') }),
}

function pipelineAt(name: keyof typeof PLACES): Pipeline {
  return pipeline({
    name: `people_${name}`,
    destination: PLACES[name](),
    dataset: 'people_data',
    dataDir: path.join(folder, 'data'),
    projectDir: folder,
    env: {},
  })
}

describe.for(['duckdb', 'postgres', 'files'] as const)('a profile of a table at %s', (place) => {
  let columns: ReadonlyMap<string, ColumnProfile>

  beforeAll(async () => {
    if (place === 'postgres' && database === undefined) return
    const loaded = pipelineAt(place)
    await loaded.run(resource({ name: 'people' }, people))
    const profile = await profileTable(loaded.dataset(), 'people')
    expect(tableProfile.parse(profile)).toEqual(profile)
    expect(profile).toMatchObject({ table: 'people', rows: 200, sampled: 200 })
    columns = new Map(profile.columns.map((column) => [column.name, column]))
  })

  test('counts nulls and distinct values, and tells smallest, largest and mean', ({ skip }) => {
    if (place === 'postgres' && database === undefined) skip(NO_POSTGRES)
    expect(columns.get('id')).toMatchObject({ nulls: 0, distinct: 200, approximate: false, top: [] })
    expect(columns.get('visits')).toMatchObject({ nulls: 0, distinct: 200, min: '0', max: '199', mean: 99.5 })
    expect(columns.get('score')).toMatchObject({ min: '0.5', max: '25.375', mean: 12.9375 })
    expect(columns.get('price')).toMatchObject({ min: '0.250000000', max: '199.250000000', mean: 99.75 })
    expect(columns.get('joined')?.min).toMatch(/^2026-01-01T00:00:00/)
    expect(columns.get('joined')?.max).toMatch(/^2026-01-30T00:00:00/)
  })

  test('tells frequent values and how they are spelled', ({ skip }) => {
    if (place === 'postgres' && database === undefined) skip(NO_POSTGRES)
    expect(columns.get('plan')).toMatchObject({
      top: [
        { value: 'team', count: 100 },
        { value: 'free', count: 80 },
        { value: 'Free', count: 20 },
      ],
      remarks: ['spelled in several ways: free, Free'],
    })
    expect(columns.get('active')?.top.map(({ count }) => count)).toEqual([100, 100])
  })

  test('says what looks like data about people, and nothing of ids', ({ skip }) => {
    if (place === 'postgres' && database === undefined) skip(NO_POSTGRES)
    expect(columns.get('email')).toMatchObject({
      nulls: 50,
      personal: { kind: 'email', why: 'all 150 values looked at look like e-mail addresses' },
    })
    const others = [...columns.values()].filter(({ name, personal }) => name !== 'email' && personal !== undefined)
    expect(others).toEqual([])
    expect(columns.get('_dlt_id')?.remarks).toEqual([])
  })
})

describe('a profile', () => {
  test('of a table without rows is one without values', async () => {
    const empty = pipelineAt('duckdb')
    await empty.run(resource({ name: 'nobody', columns: { id: { dataType: 'bigint' } } }, [{ id: 1 }]))
    const { connectDuckDb } = await import('../../src/duckdb/connection.ts')
    {
      await using connection = await connectDuckDb(path.join(folder, 'people.duckdb'))
      await connection.execute('DELETE FROM people_data.nobody')
    }
    const profile = await profileTable(empty.dataset(), 'nobody')
    expect(profile).toMatchObject({ rows: 0, sampled: 0 })
    expect(profile.columns[0]).toEqual({
      name: 'id',
      type: 'BIGINT',
      nulls: 0,
      distinct: 0,
      approximate: false,
      top: [],
      remarks: [],
    })
  })

  test('of a table that is not there names those that are', async () => {
    await expect(profileTable(pipelineAt('duckdb').dataset(), 'peple')).rejects.toMatchObject({
      code: 'unknown_table',
      hint: 'did you mean people?',
    })
  })

  test('of a large table at postgres is one of a sample', async ({ skip }) => {
    if (database === undefined) return skip(NO_POSTGRES)
    const loaded = pipelineAt('postgres')
    await loaded.run(resource({ name: 'numbers' }, [{ n: 0 }]))
    await database.query(
      `INSERT INTO people_data.numbers SELECT i, '1.5', 'x' || i FROM generate_series(1, 400000) AS made(i)`,
    )
    const profile = await profileTable(loaded.dataset(), 'numbers')
    expect(profile.rows).toBe(400_001)
    expect(profile.sampled).toBeGreaterThan(100_000)
    expect(profile.sampled).toBeLessThan(300_000)
    expect(profile.columns[0]).toMatchObject({ name: 'n', min: '0', max: '400000', approximate: true })
  })

  test('of 300 columns is had as well', async () => {
    const wide = pipelineAt('duckdb')
    const row = (n: number) =>
      Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`c${i}`, i % 2 ? `v${n % 7}` : n]))
    await wide.run(
      resource(
        { name: 'wide' },
        Array.from({ length: 50 }, (_, n) => row(n)),
      ),
    )
    const profile = await profileTable(wide.dataset(), 'wide')
    expect(profile.columns).toHaveLength(302)
    expect(profile.columns[298]).toMatchObject({ name: 'c298', distinct: 50, max: '49' })
    expect(profile.columns[299]).toMatchObject({ name: 'c299', distinct: 7, top: { length: 5 } })
  })
})
