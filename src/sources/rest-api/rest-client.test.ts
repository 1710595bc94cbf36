import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import type { RunEvent } from '../../contracts/events.ts'
import type { ResourceContext } from '../../contracts/resource.ts'
import { resource } from '../../extract/resource.ts'
import { silentLogger } from '../../log/logger.ts'
import { paginate } from './paginate.ts'
import { createRestClient } from './rest-client.ts'

interface User {
  readonly id: number
}

let server: Server
let base: string
let seen: string[] = []

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    seen.push(`${request.method} ${request.url}${body && ` ${body}`}`)
    const url = new URL(request.url ?? '', 'http://localhost')
    const json = (value: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json', 'x-seen': '1' }).end(JSON.stringify(value))
    if (request.headers.authorization !== 'Bearer hush-hush') return json({ error: 'no' }, 401)
    if (url.pathname === '/users') {
      const after = Number(url.searchParams.get('after') ?? 0)
      return json({ data: [{ id: after + 1 }, { id: after + 2 }], next: after < 4 ? after + 2 : null })
    }
    if (url.pathname.startsWith('/odd')) return json({ path: url.pathname, big: 1 })
    if (url.pathname === '/search') return json([{ got: body }])
    return json({ error: 'none' }, 404)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  base = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
})

async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const page of pages) all.push(page)
  return all
}

const CURSOR = { type: 'cursor', cursorPath: 'next', cursorParam: 'after' } as const
const client = () =>
  createRestClient({ baseUrl: base, auth: { type: 'bearer', token: 'hush-hush' }, paginator: CURSOR, maxAttempts: 1 })

test('pages come with their rows, their request, their answer and their position', async () => {
  const pages = []
  for await (const page of client().paginate<User>('users', { params: { 'braces{}': '{x}' } })) {
    expectTypeOf(page.rows).toEqualTypeOf<readonly User[]>()
    pages.push(page)
  }
  expect(pages.map((page) => [...page].map(({ id }) => id))).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
  ])
  const [first, second] = pages
  expect(first?.response).toMatchObject({ status: 200, url: `${base}/users?braces%7B%7D=%7Bx%7D` })
  expect(first?.response.headers.get('x-seen')).toBe('1')
  expect(second?.request.params).toContainEqual(['after', '2'])
  expect([second?.length, second?.at(-1)]).toEqual([2, { id: 4 }])
  expect(JSON.stringify(pages)).not.toContain('hush-hush')
})

test('a walk goes on behind a page that is there already', async () => {
  let position: unknown
  for await (const page of client().paginate('users')) {
    position = JSON.parse(JSON.stringify(page.position))
    break
  }
  seen = []
  const ids = []
  for await (const page of client().paginate<User>('users', { resumeFrom: position })) ids.push(...page.rows)
  expect(ids).toEqual([{ id: 3 }, { id: 4 }, { id: 5 }, { id: 6 }])
  expect(seen).toEqual(['GET /users?after=2', 'GET /users?after=4'])
})

test('a schema types the rows and checks them', async () => {
  const row = z.object({ id: z.number().transform(String) })
  const ids = []
  for await (const page of client().paginate('users', { row })) {
    expectTypeOf(page.rows).toEqualTypeOf<readonly { id: string }[]>()
    ids.push(...page)
  }
  expect(ids).toHaveLength(6)
  expect(ids[0]).toEqual({ id: '1' })
  const wrong = async () => {
    for await (const _ of client().paginate('users', { row: z.object({ name: z.string() }) })) return
  }
  await expect(wrong()).rejects.toMatchObject({
    code: 'invalid_row',
    message: expect.stringContaining('row 0 of users'),
  })
})

test('one answer is asked for with get, post and request; a path and a body mean what they say', async () => {
  const odd = await client().get('odd/:id/{x}')
  expect(odd.json()).toEqual({ path: '/odd/:id/%7Bx%7D', big: 1 })
  expect(odd.text()).toContain('"big":1')
  const found = await client().post('search', { json: { query: '{ me }' } })
  expect(found.json()).toEqual([{ got: '{"query":"{ me }"}' }])
  await expect(client().request('nothing')).rejects.toMatchObject({ code: 'http_404' })
  const none = await client().request('nothing', { responseActions: [{ statusCode: 404, action: 'ignore' }] })
  expect([none.status, none.json()]).toEqual([404, { error: 'none' }])
})

test('an own auth, or none, takes the place of the client’s, and nothing secret shows in an error', async () => {
  const refused = await client()
    .get('users', { auth: null })
    .catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'http_401' })
  const pages = client().paginate('users', { auth: { token: 'wrong-token' } })
  const error = await collect(pages).catch((failure: unknown) => failure)
  expect(error).toMatchObject({ code: 'http_401' })
  expect(`${error}${JSON.stringify(error)}`).not.toContain('wrong-token')
})

test('a wrong option is told before any request', async () => {
  seen = []
  expect(() => createRestClient({ baseUrl: base, maxPageBytes: 1.5 })).toThrowError('client.maxPageBytes')
  const pages = client().paginate('users', {
    paginator: { type: 'offset', limit: 2, totalPath: null, stopAfterEmptyPage: false },
  })
  await expect(collect(pages)).rejects.toMatchObject({ name: 'ConfigError' })
  expect(seen).toEqual([])
})

test('within a resource it tells of its requests, stops with it, and its pages stay bytes', async () => {
  const events: RunEvent[] = []
  const stop = new AbortController()
  const users = resource({ name: 'users', resumeKey: 'after' }, async function* (context) {
    for await (const page of client().paginate<User>('users', { context, resumeFrom: context.resumeFrom })) {
      yield page.page
    }
  })
  const context: ResourceContext = {
    signal: stop.signal,
    logger: silentLogger,
    now: Date.now,
    emit: (event) => events.push(event),
    projectDir: '/nonexistent',
    state: {},
    sourceState: {},
    resource: 'users',
  }
  const pages = users.open(context)[Symbol.asyncIterator]()
  const first = await pages.next()
  expect(first.value).toMatchObject({ bytes: expect.any(Uint8Array), position: expect.anything() })
  expect(events).toEqual([expect.objectContaining({ type: 'request', status: 200 })])
  stop.abort(new Error('enough'))
  await expect(pages.next()).rejects.toThrowError('enough')
})

test('paginate is a client for one URL', async () => {
  const pages = await collect(
    paginate<User>(`${base}/users`, { client: { auth: { token: 'hush-hush' } }, paginator: CURSOR }),
  )
  expect(pages.flatMap((page) => page.rows).at(-1)).toEqual({ id: 6 })
})
