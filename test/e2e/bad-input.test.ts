import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Pipeline, pipeline, type TolvaError } from '../../src/index.ts'
import { type RestApiConfig, restApi } from '../../src/sources/rest-api/index.ts'

let folder = ''
let api: Pipeline
let server: Server | undefined
let requests = 0

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-bad-input-'))
  requests = 0
  api = pipeline({
    name: 'api',
    destination: 'duckdb',
    dataset: 'api_data',
    dataDir: join(folder, 'data'),
    projectDir: folder,
    env: {},
  })
})
afterEach(async () => {
  server?.closeAllConnections()
  server?.close()
  server = undefined
  await rm(folder, { recursive: true, force: true })
})

/** A server that answers everything with one body. */
async function serve(body: string, headers: Record<string, string> = { 'Content-Type': 'application/json' }) {
  server = createServer((_, response) => {
    requests += 1
    response.writeHead(200, headers)
    response.end(body)
  })
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

const items = (baseUrl: string, extra: Partial<RestApiConfig['client']> = {}, dataSelector?: string) =>
  restApi({
    client: { baseUrl, paginator: 'single_page', ...extra },
    resources: [{ name: 'items', endpoint: { path: 'items', ...(dataSelector && { dataSelector }) } }],
  })

const body = (text: string) =>
  (async function* () {
    yield { bytes: Buffer.from(text) }
  })()

const failure = (promise: Promise<unknown>): Promise<TolvaError> =>
  promise.then(
    () => {
      throw new Error('it did not fail')
    },
    (error) => error,
  )

/** The error of a run, after which nothing is loaded and nothing waits to be loaded. */
async function refused(run: Promise<unknown>): Promise<TolvaError> {
  const error = await failure(run)
  expect((await api.info()).packages).toEqual([])
  expect(await api.dataset().rowCounts({ systemTables: true })).toEqual({})
  return error
}

describe('rows that are no objects', () => {
  it('are loaded as values, lists as rows of a table below', async () => {
    const info = await api.run(body('[1, {"a": 2}, null, "x", [1, 2]]'), { tableName: 'items' })
    expect(info.rowCounts).toEqual({ items: 5, items__value: 2 })
  })
})

describe('a body', () => {
  it('that is HTML with status 200 is refused', async () => {
    const url = await serve('<html><body>Maintenance</body></html>', { 'Content-Type': 'text/html' })
    expect(await refused(api.run(items(url)))).toMatchObject({ code: 'not_json', context: { resource: 'items' } })
  })

  it('that is cut off is refused, with the place', async () => {
    const error = await refused(api.run(body('[{"id": 1}, {"id": 2}, {"id'), { tableName: 'items' }))
    expect(error).toMatchObject({ code: 'invalid_json', context: { resource: 'items', table: 'items' } })
    expect(error.message).toContain('byte')
  })

  it('over the largest page is refused', async () => {
    const url = await serve(JSON.stringify([{ text: 'x'.repeat(5000) }]))
    expect((await refused(api.run(items(url, { maxPageBytes: 4000 })))).code).toBe('page_too_large')
  })

  it('of 40 MB is loaded', async () => {
    const rows = Array.from({ length: 200_000 }, (_, id) => ({ id, name: `name ${id}`, text: 'x'.repeat(150) }))
    const url = await serve(JSON.stringify(rows))
    expect((await api.run(items(url))).rowCounts).toEqual({ items: 200_000 })
    expect(process.resourceUsage().maxRSS / 1024).toBeLessThan(900)
  })

  it('in another charset than it says is refused', async () => {
    const latin = Buffer.concat([Buffer.from('[{"a":"'), Buffer.from([0xe9]), Buffer.from('"}]')])
    const pages = (async function* () {
      yield { bytes: latin }
    })()
    expect((await refused(api.run(pages, { tableName: 'items' }))).code).toBe('invalid_utf8')
  })

  it('nested 10,000 deep is refused, objects and lists alike', async () => {
    const objects = `[${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}]`
    const lists = `[{"a":${'['.repeat(10_000)}1${']'.repeat(10_000)}}]`
    expect((await refused(api.run(body(objects), { tableName: 'items' }))).code).toBe('too_deep')
    expect((await refused(api.run(body(lists), { tableName: 'items' }))).code).toBe('too_deep')
  })

  it('with 100,000 keys in an object is refused', async () => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `"k${index}":${index}`)
    const error = await refused(api.run(body(`[{${keys.join(',')}}]`), { tableName: 'items' }))
    expect(error).toMatchObject({ code: 'too_many_columns', context: { table: 'items', row: 0 } })
  })

  it('with 100,000 keys is loaded where the object stays one value', async () => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `"k${index}":${index}`)
    const rows = `[{"id":1,"all":{${keys.join(',')}}}]`
    const info = await api.run(body(rows), { tableName: 'items', columns: { all: { dataType: 'json' } } })
    expect(info.rowCounts).toEqual({ items: 1 })
  })
})

describe('a selector', () => {
  it('that matches nothing on the first page is an error that lists the keys found', async () => {
    const url = await serve('{"users": [], "count": 0}')
    const error = await refused(api.run(items(url, {}, 'data')))
    expect(error.code).toBe('selector_no_match')
    expect(`${error.message} ${error.hint}`).toContain('users')
  })

  it('that matches nothing gives no rows where that is allowed', async () => {
    const url = await serve('{"users": [], "count": 0}')
    const resources = restApi({
      client: { baseUrl: url, paginator: 'single_page' },
      resources: [{ name: 'items', endpoint: { path: 'items', dataSelector: 'data', dataSelectorRequired: false } }],
    })
    expect((await api.run(resources)).rowCounts).toEqual({})
  })
})

describe('a placeholder', () => {
  it('that nothing binds is an error before any request', async () => {
    const url = await serve('[]')
    const bind = async () =>
      api.run(
        restApi({
          client: { baseUrl: url },
          resources: [{ name: 'welcome', endpoint: { path: 'stories/:storyID/interactions/welcome' } }],
        }),
      )
    const error = await failure(bind())
    expect(error.name).toBe('ConfigError')
    expect(error.message).toContain('storyID')
    expect(requests).toBe(0)
    expect(await readdir(folder)).not.toContain('api.duckdb')
  })
})
