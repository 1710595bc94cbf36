import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RunEvent } from '../contracts/events.ts'
import { pipeline, type Resource, resource, source } from '../index.ts'
import { restApi } from '../sources/rest-api/index.ts'

const body = (page: number) => JSON.stringify({ rows: [{ id: page, at: `2024-01-0${page}` }], hasMore: page < 3 })
const ALL = [1, 2, 3].reduce((sum, page) => sum + body(page).length, 0)

let folder: string
let baseUrl: string
const server = createServer((request, response) => {
  const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('page') ?? 1)
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
  response.end(gzipSync(body(page)))
})
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-bytes-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function items(): Resource<string, unknown> {
  const [all] = restApi({
    client: { baseUrl },
    resources: [
      {
        name: 'items',
        endpoint: {
          path: 'items',
          dataSelector: 'rows',
          paginator: { type: 'page_number', basePage: 1, totalPath: null, hasMorePath: 'hasMore' },
        },
      },
    ],
  })
  if (all === undefined) throw new Error('no resource')
  return all
}

async function read(one: Resource<string, unknown>, runs = 1) {
  const options = { name: 'counted', dataDir: folder, projectDir: folder, env: {} }
  const counted = pipeline({ ...options, destination: 'duckdb', dataset: 'd' })
  const all = source({ name: 's', resources: () => [one] })
  for (let run = 1; run < runs; run++) await counted.run(all())
  const pages: RunEvent[] = []
  const onEvent = (event: RunEvent) => {
    if (event.type === 'page') pages.push(event)
  }
  await counted.run(all(), { onEvent })
  return pages.at(-1)
}

test.each([
  ['as they come', () => items(), { pages: 3, rows: 3 }],
  ['through a map', () => items().map((row) => row), { pages: 3, rows: 3 }],
  [
    'through a filter that leaves one',
    () => items().filter((row) => JSON.stringify(row).includes('"id":2')),
    { rows: 1 },
  ],
  [
    'through several steps',
    () =>
      items()
        .map((row) => ({ all: [row] }))
        .flatMap(({ all }) => all)
        .filter(() => true),
    { rows: 3 },
  ],
  ['to tables that rows name', () => items().with({ tableName: (row) => `t${row.id}` }), { pages: 3, rows: 3 }],
] as const)('counts the bytes of whole answers, unpacked: %s', async (_, open, more) => {
  const last = await read(open())
  expect(last).toMatchObject({ resource: 'items', bytes: ALL, ...more })
})

test('counts what an incremental resource read, though nothing of it was new', async () => {
  const last = await read(items().with({ incremental: { cursorPath: 'at' } }), 2)
  expect(last).toMatchObject({ bytes: ALL, rows: 0 })
})

test('counts what steps have left nothing of', async () => {
  const text = '[{"id":1},{"id":2}]'
  const pages = resource({ name: 'items' }, async function* () {
    yield { bytes: Buffer.from(text) }
    yield { rows: [{ id: 3 }] }
    yield { bytes: Buffer.from(text) }
  })
  const last = await read(pages.flatMap((row) => ('id' in row && row.id === 3 ? [row] : [])))
  expect(last).toMatchObject({ bytes: 2 * text.length, rows: 1, pages: 1 })
})
