import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { useServers } from '../../../test/http/loopback.ts'
import { duckdb, pipeline, type RunOptions } from '../../index.ts'
import type { EndpointConfig, ResourceConfig } from './config.ts'
import { restApi } from './rest-api.ts'
import { restApiSource } from './rest-api-source.ts'

const { serve } = useServers()
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-conditional-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

type Documents = Record<string, unknown>

/** An API whose documents, by path, can be changed; it knows each by a digest, or by the time of its last change. */
async function changingApi(documents: Documents, by: 'etag' | 'last-modified' = 'etag', age = 3_600_000) {
  const times = new Map<string, number>()
  const statuses: number[] = []
  const server = await serve(({ path, headers }, outgoing) => {
    const text = JSON.stringify(documents[path] ?? null)
    const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 8)}"`
    const at = times.get(path) ?? Date.now() - age
    times.set(path, at)
    const modified = new Date(at).toUTCString()
    const isSame =
      by === 'etag'
        ? headers['if-none-match'] === etag
        : Date.parse(headers['if-modified-since'] ?? '') >= Date.parse(modified)
    statuses.push(isSame ? 304 : 200)
    outgoing.writeHead(isSame ? 304 : 200, by === 'etag' ? { etag } : { 'last-modified': modified })
    outgoing.end(isSame ? undefined : text)
  })
  return { ...server, documents, statuses: () => statuses.splice(0) }
}

function source(baseUrl: string, endpoint: EndpointConfig, others: readonly ResourceConfig[] = []) {
  return restApiSource({
    name: 's',
    client: { baseUrl, maxAttempts: 1 },
    resources: [
      {
        name: 'users',
        primaryKey: 'id',
        writeDisposition: 'merge',
        endpoint: { path: 'users', conditional: true, ...endpoint },
      },
      ...others,
    ],
  })
}

const open = () =>
  pipeline({
    name: 'p',
    destination: duckdb({ path: join(folder, 'x.duckdb') }),
    dataset: 'd',
    dataDir: folder,
    projectDir: folder,
  })
const load = (what: ReturnType<typeof source>, options: RunOptions = {}) => open().run(what, options)

async function ids(table: string): Promise<readonly unknown[]> {
  const rows = await open().dataset().table(table).rows()
  return rows.map(({ id }) => id).toSorted((a, b) => Number(a) - Number(b))
}

describe('a conditional endpoint', () => {
  test.for(['etag', 'last-modified'] as const)('reads an answer again only when it has changed (%s)', async (by) => {
    const api = await changingApi({ '/users': [{ id: 1 }] }, by)
    await load(source(api.url, {}))
    const info = await load(source(api.url, {}))
    expect(api.statuses()).toEqual([200, 304])
    expect(info.idle[0]?.resources.users).toEqual({ pages: 0, bytes: 0, rows: 0, unchanged: 1 })
    expect(`${info}`).toContain('Resource users has not changed since the last run, by 1 answer(s) "not modified"')
    expect(await ids('users')).toEqual([1])
  })

  test('reads what has changed, and then asks by that', async () => {
    const api = await changingApi({ '/users': [{ id: 1 }] })
    await load(source(api.url, {}))
    api.documents['/users'] = [{ id: 1 }, { id: 2 }]
    await load(source(api.url, {}))
    await load(source(api.url, {}))
    expect(api.statuses()).toEqual([200, 200, 304])
    expect(await ids('users')).toEqual([1, 2])
  })

  test('does not go by a time that may pass once more in the same second', async () => {
    const api = await changingApi({ '/users': [{ id: 1 }] }, 'last-modified', 0)
    await load(source(api.url, {}))
    await load(source(api.url, {}))
    expect(api.statuses()).toEqual([200, 200])
  })

  test('asks anew where the configuration has changed, and where a refresh began anew', async () => {
    const api = await changingApi({ '/users': { a: [{ id: 1 }], b: [{ id: 2 }] } })
    await load(source(api.url, { dataSelector: 'a' }))
    await load(source(api.url, { dataSelector: 'b' }))
    await load(source(api.url, { dataSelector: 'b' }))
    await load(source(api.url, { dataSelector: 'b' }), { refresh: 'drop_resources' })
    expect(api.statuses()).toEqual([200, 200, 304, 200])
    expect(await ids('users')).toEqual([2])
  })

  test('never passes over what a run that failed has read', async () => {
    const api = await changingApi({ '/users': [{ id: 1 }, { id: 'x' }] })
    const users = (hints: Partial<ResourceConfig>) =>
      restApiSource({
        name: 's',
        client: { baseUrl: api.url },
        resources: [{ name: 'users', ...hints, endpoint: { path: 'users', conditional: true } }],
      })
    const columns = { id: { dataType: 'bigint' } }
    const broken = open().run(users({ columns, schemaContract: { dataType: 'freeze' } }))
    await expect(broken).rejects.toMatchObject({ code: 'contract_data_type' })
    expect(api.statuses()).toEqual([200])
    await load(users({ columns }))
    expect((await open().dataset().table('users').rows()).length).toBe(2)
    // That run had the answer from the page log, and learned nothing of how it is known.
    await load(users({ columns }))
    await load(users({ columns }))
    expect(api.statuses()).toEqual([200, 304])
  })

  test('of several pages is read whole, and says why', async () => {
    const api = await changingApi({
      '/users': { data: [{ id: 1 }], next: '/users2' },
      '/users2': { data: [{ id: 2 }], next: null },
    })
    const paged = { dataSelector: 'data', paginator: { type: 'json_link', nextUrlPath: 'next' } } as const
    const first = await load(source(api.url, paged))
    expect(first.warnings.join()).toContain('Resource users is conditional, but has several pages')
    api.documents['/users2'] = { data: [{ id: 2 }, { id: 3 }], next: null }
    await load(source(api.url, paged))
    expect(api.statuses()).toEqual([200, 200, 200, 200])
    expect(await ids('users')).toEqual([1, 2, 3])
    await load(source(api.url, { ...paged, conditional: 'first_page' }))
    await load(source(api.url, { ...paged, conditional: 'first_page' }))
    expect(api.statuses()).toEqual([200, 200, 304])
  })

  test('that a limit cut short is read anew', async () => {
    const api = await changingApi({
      '/users': { data: [{ id: 1 }], next: '/users2' },
      '/users2': { data: [{ id: 2 }], next: null },
    })
    const paged = { dataSelector: 'data', paginator: { type: 'json_link', nextUrlPath: 'next' } } as const
    const users = () => source(api.url, { ...paged, conditional: 'first_page' })
    await load(users())
    api.documents['/users'] = { data: [{ id: 3 }], next: '/users2' }
    await load(users(), { limit: 1 })
    api.documents['/users'] = { data: [{ id: 1 }], next: '/users2' }
    await load(users())
    expect(api.statuses()).toEqual([200, 200, 200, 200, 200])
  })

  test('asks for each row of a parent', async () => {
    const api = await changingApi({
      '/users': [{ id: 1 }, { id: 2 }],
      '/users/1': [{ id: 10 }],
      '/users/2': [{ id: 20 }],
    })
    const posts: ResourceConfig = {
      name: 'posts',
      primaryKey: 'id',
      writeDisposition: 'merge',
      endpoint: { path: 'users/{resources.users.id}', dataSelector: '$', conditional: true },
    }
    await load(source(api.url, { conditional: false }, [posts]))
    api.documents['/users/2'] = [{ id: 20 }, { id: 21 }]
    const info = await load(source(api.url, { conditional: false }, [posts]))
    expect(api.statuses()).toEqual([200, 200, 200, 200, 304, 200])
    expect(info.packages[0]?.report.resources.posts).toMatchObject({ rows: 2, unchanged: 1 })
    expect(await ids('posts')).toEqual([10, 20, 21])
  })

  test('of a run that stopped with rows behind it is asked by what that run has loaded', async () => {
    let isDown = true
    const api = await changingApi({
      '/users': [{ id: 1 }, { id: 2 }],
      '/users/1': [{ id: 10 }],
      '/users/2': [{ id: 20 }],
    })
    const posts: ResourceConfig = {
      name: 'posts',
      primaryKey: 'id',
      writeDisposition: 'merge',
      endpoint: { path: 'users/{resources.users.id}', dataSelector: '$', conditional: true },
      processingSteps: [
        {
          map(row) {
            if (isDown && row.id === 20) throw new Error('down')
            return row
          },
        },
      ],
    }
    const always = { checkpoint: { pages: 1 } }
    await expect(load(source(api.url, { conditional: false }, [posts]), always)).rejects.toThrow('down')
    isDown = false
    await load(source(api.url, { conditional: false }, [posts]), always)
    expect(await ids('posts')).toEqual([10, 20])
    expect(api.statuses()).not.toContain(304)
  })
})

test.for([
  [{ writeDisposition: 'replace' }, 'resource users is conditional, but its write disposition is replace'],
  [
    { writeDisposition: { disposition: 'merge', strategy: 'scd2' } },
    'resource users is conditional, but its write disposition is merge by scd2',
  ],
] as const)('a conditional endpoint cannot fill a table that an empty answer would empty: %j', ([hints, message]) => {
  const make = () =>
    restApi({
      client: { baseUrl: 'http://h' },
      resources: [{ name: 'users', ...hints, endpoint: { path: 'users', conditional: true } }],
    })
  expect(make).toThrow(
    expect.objectContaining({
      code: 'conditional_replace',
      message,
      hint: expect.stringContaining('merge with a primary key'),
    }),
  )
})

test('nor what depends on it', () => {
  const make = () =>
    restApi({
      client: { baseUrl: 'http://h' },
      resources: [
        { name: 'users', endpoint: { path: 'users', conditional: true } },
        { name: 'posts', writeDisposition: 'replace', endpoint: { path: 'users/{resources.users.id}' } },
      ],
    })
  expect(make).toThrow('resource posts depends on users, which is conditional, but its write disposition is replace')
})

test('only GET can be conditional', () => {
  const endpoint = { path: 'users', method: 'POST', conditional: true } as const
  const make = () => restApi({ client: { baseUrl: 'http://h' }, resources: [{ name: 'users', endpoint }] })
  expect(make).toThrow(expect.objectContaining({ code: 'conditional_post' }))
})
