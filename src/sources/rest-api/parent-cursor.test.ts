import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { duckdb, pipeline } from '../../index.ts'
import { restApiSource } from './rest-api-source.ts'

let folder: string
let server: Server
let asked: string[]
let events: Readonly<Record<string, readonly number[]>>
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-rest-parents-'))
  asked = []
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    asked.push(`${url.pathname}${url.search}`)
    const user = /^\/users\/(\w+)\/events$/.exec(url.pathname)?.[1]
    const rows =
      user === undefined ? Object.keys(events).map((id) => ({ id })) : (events[user] ?? []).map((at) => ({ user, at }))
    response.setHeader('content-type', 'application/json').end(JSON.stringify(rows))
  }).listen(0)
  await new Promise((resolve) => server.once('listening', resolve))
})
afterEach(async () => {
  server.close()
  await rm(folder, { recursive: true, force: true })
})

test('a dependent resource asks for each parent from where that parent stood', async () => {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const api = restApiSource({
    name: 'api',
    client: { baseUrl: `http://localhost:${port}`, paginator: 'single_page' },
    resources: [
      { name: 'users', selected: false, endpoint: { path: 'users' } },
      {
        name: 'events',
        endpoint: {
          path: 'users/{resources.users.id}/events',
          params: { since: '{incremental.start_value}' },
          incremental: { cursorPath: 'at', initialValue: 0, perParent: 'id' },
        },
      },
    ],
  })
  const p = pipeline({
    name: 'p',
    destination: duckdb({ path: join(folder, 'p.duckdb') }),
    dataset: 'ds',
    dataDir: join(folder, 'data'),
    projectDir: folder,
    env: {},
  })
  events = { a: [100], b: [1] }
  await p.run(api)
  events = { a: [100, 101], b: [1, 2] }
  await p.run(api)
  expect(asked.filter((url) => url.includes('events'))).toEqual([
    '/users/a/events?since=0',
    '/users/b/events?since=0',
    '/users/a/events?since=100',
    '/users/b/events?since=1',
  ])
  const rows = await p.dataset().sql('SELECT "at" FROM events ORDER BY 1').rows()
  expect(rows.map(({ at }) => at)).toEqual([1, 2, 100, 101])
})
