import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pipeline } from '../../src/index.ts'
import { type EndpointConfig, type ResourceConfig, restApiSource } from '../../src/sources/rest-api/index.ts'

let folder: string
let server: Server
let base: string

const PAGES: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  lines: ['application/x-ndjson', ['{"id":1,"w":2.0}\n{"id":2,"tags":["a"]}\n', '{"id":3}\n', '']],
  table: [
    'text/csv; charset=utf-8',
    ['id,at,code\n1,2026-01-01T10:00:00Z,007\n2,,12\n', 'id,at,code\n3,,x\n', 'id,at,code\n'],
  ],
  feed: [
    'application/xml',
    ['<f><item id="1"><t>x</t></item><item id="2"><t>y</t></item></f>', '<f><item id="3"><t>z</t></item></f>', '<f/>'],
  ],
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-bodies-'))
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost')
    const [type, pages] = PAGES[url.pathname.slice(1)] ?? ['application/json', []]
    const body = pages[Number(url.searchParams.get('page') ?? 0)]
    if (url.pathname === '/parts')
      response.setHeader('content-type', 'application/json').end(`[{"of":${url.search.slice(4)}}]`)
    else if (body === undefined) response.writeHead(url.pathname === '/none' ? 204 : 404).end()
    else response.setHeader('content-type', type).end(body)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  base = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  await rm(folder, { recursive: true, force: true })
})

async function load(name: string, endpoint: EndpointConfig, more: readonly ResourceConfig[] = []) {
  const made = pipeline({
    name,
    destination: 'duckdb',
    dataset: 'bodies',
    dataDir: join(folder, 'data'),
    projectDir: folder,
    env: {},
  })
  const paginator = { type: 'page_number', totalPath: null } as const
  const own = { name, endpoint: { paginator, ...endpoint } }
  await made.run(restApiSource({ name, client: { baseUrl: base }, resources: [own, ...more] }))
  const rows = async (table: string) =>
    (await made.dataset().table(table).rows()).map((row) =>
      Object.fromEntries(Object.entries(row).filter(([key]) => !key.startsWith('_dlt'))),
    )
  return { made, rows, types: (await made.schemas()).get(name)?.tables.get(name)?.columns }
}

test('JSON lines are paged through, give child tables, and others depend on them', async () => {
  const part: ResourceConfig = { name: 'parts', endpoint: { path: 'parts', params: { of: '{resources.lines.id}' } } }
  const { rows, types } = await load('lines', {}, [part])
  expect(await rows('lines')).toEqual([
    { id: 1, w: 2 },
    { id: 2, w: null },
    { id: 3, w: null },
  ])
  expect(types?.get('w')?.data_type).toBe('double')
  expect(await rows('lines__tags')).toEqual([{ value: 'a' }])
  expect(await rows('parts')).toEqual([{ of: 1 }, { of: 2 }, { of: 3 }])
})

test('CSV is paged through; a code that looks like a number on no page stays text', async () => {
  const { rows, types } = await load('table', {})
  expect(await rows('table')).toEqual([
    { id: 1, at: '2026-01-01T10:00:00.000000Z', code: '007' },
    { id: 2, at: null, code: '12' },
    { id: 3, at: null, code: 'x' },
  ])
  expect(types?.get('id')?.data_type).toBe('bigint')
})

test('XML is paged through until an empty element comes', async () => {
  const { rows } = await load('feed', { dataSelector: 'f.item' })
  expect(await rows('feed')).toEqual([
    { t: 'x', attr_id: '1' },
    { t: 'y', attr_id: '2' },
    { t: 'z', attr_id: '3' },
  ])
})

test('204 is no rows where the configuration says so, else an error that shows how to', async () => {
  await expect(load('none', { paginator: 'single_page' })).rejects.toMatchObject({
    code: 'empty_body',
    hint: 'if that means "no rows", add response_actions: [{ status_code: 204, action: ignore }]',
  })
  const responseActions = [{ statusCode: 204, action: 'ignore' }] as const
  const { made } = await load('none', { paginator: 'single_page', responseActions })
  expect((await made.trace())?.rowCounts).toEqual({})
})
