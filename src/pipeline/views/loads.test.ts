import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { duckdb, pipeline, resource } from '../../index.ts'
import {
  allVersions,
  diffSchemas,
  readLoadDetails,
  readLoadRows,
  readLocalLoads,
  readLocalVersions,
  readSchemaAt,
  readVersionsThere,
  withLoadsThere,
} from '../../inspect.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-loads-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const place = () => ({ dataDir: join(folder, 'data') })
const open = () =>
  pipeline({
    name: 'crm',
    destination: duckdb({ path: join(folder, 'x.duckdb') }),
    projectDir: folder,
    env: {},
    ...place(),
  })
const run = (...rows: readonly object[]) => open().run(rows, { tableName: 'users' })

describe('loads', () => {
  test('are those of this machine and those of the destination, the newest first', async () => {
    await run({ id: 1, tags: ['a', 'b'] })
    const [first] = await readLocalLoads('crm', place())
    expect(first).toMatchObject({ state: 'loaded', rowCounts: { users: 1, users__tags: 2 }, rows: 3, here: true })
    await open().prepare([{ id: 2 }], { tableName: 'users' })
    const local = await readLocalLoads('crm', place())
    expect(local.map(({ state }) => state)).toEqual(['sealed', 'loaded'])
    const rows = await open().dataset().loads()
    const elsewhere = { ...rows[0]!, loadId: '1.5' }
    expect(withLoadsThere(local, [...rows, elsewhere])).toMatchObject([
      { state: 'sealed', atDestination: false },
      { state: 'loaded', atDestination: true, here: true, rows: 3 },
      { loadId: '1.5', state: 'loaded', here: false, atDestination: true, schemaName: 'crm' },
    ])
  })

  test('have jobs, what they added, their run, and commands while they wait', async () => {
    await run({ id: 1 })
    await run({ id: 2, name: 'Ada', tags: ['a'] })
    const [newest] = await readLocalLoads('crm', place())
    const details = await readLoadDetails('crm', newest?.loadId ?? '', place())
    expect(details).toMatchObject({
      run: expect.stringMatching(/^00000002/),
      added: { tables: ['users__tags'], columns: [{ table: 'users', name: 'name', type: 'text' }] },
      next: [],
      schemaVersion: { current: true },
    })
    expect(details.jobList).toContainEqual(expect.objectContaining({ table: 'users', rows: 1, state: 'loaded' }))
    await open().prepare([{ id: 3 }], { tableName: 'users' })
    const [waiting] = await readLocalLoads('crm', place())
    const { next, jobList } = await readLoadDetails('crm', waiting?.loadId ?? '', place())
    expect(next.map(({ command }) => command)).toContain(`tolva pipeline crm package retry ${waiting?.loadId}`)
    expect(jobList[0]?.state).toBe('waiting')
    await expect(readLoadDetails('crm', '1.5', place())).rejects.toMatchObject({ code: 'unknown_load' })
  })

  test('of a package that is damaged are told with that', async () => {
    await open().prepare([{ id: 3 }], { tableName: 'users' })
    const [load] = await readLocalLoads('crm', place())
    await writeFile(join(folder, 'data/pipelines/crm/packages', load?.loadId ?? '', 'manifest.json'), '{"torn')
    expect(await readLocalLoads('crm', place())).toMatchObject([
      { state: 'sealed', error: 'its manifest cannot be read' },
    ])
  })

  test('have rows that are there now, those of nested tables too', async () => {
    await run({ id: 1, tags: [{ name: 'a', words: [1, 2, 3] }] })
    await run({ id: 2, tags: [{ name: 'b' }, { name: 'c', words: [4] }] })
    const loads = await readLocalLoads('crm', place())
    const dataset = open().dataset()
    const schemas = [...(await open().schemas()).values()]
    expect(await Promise.all(loads.map(({ loadId }) => readLoadRows(dataset, schemas, loadId)))).toEqual([
      { users: 1, users__tags: 2, users__tags__words: 1 },
      { users: 1, users__tags: 1, users__tags__words: 3 },
    ])
    expect(await readLoadRows(dataset, schemas, "1' OR '1'='1")).toEqual({})
  })

  test('merged later have the rows that are left, through the key of the root', async () => {
    const users = (...rows: readonly object[]) =>
      resource({ name: 'users', primaryKey: 'id', writeDisposition: 'merge' }, async function* () {
        yield rows
      })
    await open().run(users({ id: 1, tags: ['a'] }, { id: 2, tags: ['b'] }))
    await open().run(users({ id: 2, tags: ['b', 'c'] }))
    const [second, first] = await readLocalLoads('crm', place())
    const schemas = [...(await open().schemas()).values()]
    expect(await readLoadRows(open().dataset(), schemas, first?.loadId ?? '')).toEqual({
      users: 1,
      users__tags: 1,
    })
    expect(await readLoadRows(open().dataset(), schemas, second?.loadId ?? '')).toEqual({
      users: 1,
      users__tags: 2,
    })
  })
})

describe('versions of a schema', () => {
  test('come from the working folder, from packages and from the destination, each once', async () => {
    await run({ id: 1 })
    await run({ id: 2 })
    await run({ id: 3, name: 'Ada' })
    const local = await readLocalVersions('crm', 'crm', place())
    expect(local).toMatchObject([
      { from: 'working', loadId: expect.any(String), at: expect.any(String) },
      { from: 'package' },
    ])
    const there = await readVersionsThere(open().dataset(), 'crm')
    expect(there.map(({ hash }) => hash)).toEqual(local.map(({ hash }) => hash))
    expect(allVersions(local, there)).toHaveLength(2)
    const [newest, oldest] = local
    const dataset = async () => open().dataset()
    const [from, to] = await Promise.all([
      readSchemaAt('crm', 'crm', { ...place(), hash: oldest?.hash ?? '' }),
      readSchemaAt('crm', 'crm', { ...place(), hash: newest?.hash ?? '' }),
    ])
    expect(diffSchemas(from, to).tables).toMatchObject([{ name: 'users', columns: [{ name: 'name', to: 'text' }] }])
    await rm(join(folder, 'data/pipelines/crm/packages'), { recursive: true })
    const fromThere = await readSchemaAt('crm', 'crm', { ...place(), hash: oldest?.hash ?? '', dataset })
    expect(fromThere.version_hash).toBe(oldest?.hash)
    for (const hash of ['no', 'no\0', `${'A'.repeat(43)}=`]) {
      await expect(readSchemaAt('crm', 'crm', { ...place(), hash, dataset })).rejects.toMatchObject({
        code: 'unknown_schema_version',
      })
    }
    await expect(readLocalVersions('crm', 'cmr', place())).rejects.toMatchObject({ code: 'unknown_schema' })
  })
})
