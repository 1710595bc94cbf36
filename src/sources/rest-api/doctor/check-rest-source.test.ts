import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import type { RestApiConfig } from '../config.ts'
import { restApiSource } from '../rest-api-source.ts'
import { checkRestSource } from './check-rest-source.ts'
import type { ResourceCheck } from './report.ts'

type Answer = (url: URL, request: IncomingMessage, response: ServerResponse) => unknown

const closing: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A real server; what `answer` returns is sent as JSON. */
async function serve(answer: Answer): Promise<{ readonly baseUrl: string; readonly paths: string[] }> {
  const paths: string[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x')
    paths.push(url.pathname + url.search)
    response.setHeader('content-type', 'application/json')
    const body = answer(url, request, response)
    response.end(body === undefined ? '' : JSON.stringify(body))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closing.push(() => {
    server.closeAllConnections()
    return new Promise((done) => server.close(done))
  })
  const address = server.address()
  return { baseUrl: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, paths }
}

const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({
    id: from + index + 1,
    name: `n${(from + index) % 7}`,
    updated_at: new Date(1_700_000_000_000 - (from + index) * 60_000).toISOString(),
    address: { city: 'Wien' },
  }))

async function check(config: RestApiConfig, resources?: readonly string[]): Promise<readonly ResourceCheck[]> {
  const reader = { read: async () => undefined }
  const found = await checkRestSource(restApiSource({ name: 'api', ...config }), {
    reader,
    maxWaitSeconds: 0.5,
    ...(resources && { resources }),
  })
  expect(found.ok).toBe(found.resources.every(({ ok }) => ok))
  return found.resources
}

async function checkOne(config: RestApiConfig): Promise<ResourceCheck> {
  const [only] = await check(config)
  if (only === undefined) throw new Error('nothing was looked at')
  return only
}

describe('a check of a REST source', () => {
  test('of a good API finds auth, rows, paging, key and cursor, and says how to write them down', async () => {
    const { baseUrl, paths } = await serve((url, request, response) => {
      response.setHeader('x-ratelimit-remaining', '57')
      if (request.headers.authorization !== 'Bearer hush-hush') {
        response.statusCode = 401
        return { error: 'no' }
      }
      const page = Number(url.searchParams.get('p') ?? 0)
      return {
        meta: { total: 75, links: { next: page < 2 ? `/users?p=${page + 1}` : null } },
        warnings: [],
        data: rows(30, page * 30),
      }
    })
    const found = await checkOne({
      client: { baseUrl, auth: { type: 'bearer', token: 'hush-hush' } },
      resources: ['users'],
    })
    expect(found).toMatchObject({
      resource: 'users',
      ok: true,
      auth: { sent: ['header Authorization (Bearer)'], status: 200, withoutStatus: 401 },
      rows: { selector: 'data', found: 'detected', count: 30, others: [{ selector: 'warnings', items: 0 }] },
      paging: {
        paginator: 'json_link',
        found: 'detected',
        evidence: expect.stringContaining('the body at meta.links.next: http://127.0.0.1'),
        pages: [30, 30],
        secondPage: 'differs',
        total: { path: 'meta.total', rows: 75 },
      },
      keys: [{ columns: ['id'], rows: 60 }],
      cursors: [
        { path: 'updated_at', kind: 'time', order: 'desc' },
        { path: 'id', kind: 'number', order: 'asc' },
      ],
      rateLimit: { 'x-ratelimit-remaining': '57' },
      problems: [],
      advice: {
        config: {
          name: 'users',
          primaryKey: 'id',
          endpoint: { dataSelector: 'data', paginator: { type: 'json_link', nextUrlPath: 'meta.links.next' } },
        },
      },
    })
    expect(JSON.stringify(found)).not.toContain('hush-hush')
    // Two pages, at most one fetched ahead, and one request without credentials.
    expect(paths.length).toBeLessThanOrEqual(4)
  })

  test('finds out from which number an API counts its pages', async () => {
    const { baseUrl } = await serve((url) => {
      const page = Number(url.searchParams.get('page') ?? 1)
      return { total_pages: 3, items: rows(10, (Math.max(1, page) - 1) * 10) }
    })
    expect(await checkOne({ client: { baseUrl }, resources: ['users'] })).toMatchObject({
      ok: true,
      paging: { paginator: 'page_number', pages: [10, 10], secondPage: 'differs' },
      advice: { config: { endpoint: { paginator: { type: 'page_number', basePage: 1, totalPath: 'total_pages' } } } },
    })
  })

  test('whose configuration says all of it has nothing to advise', async () => {
    const { baseUrl } = await serve((url) => {
      const offset = Number(url.searchParams.get('offset'))
      return { items: rows(Math.max(0, Math.min(10, 15 - offset)), offset), total: 15 }
    })
    const found = await checkOne({
      client: { baseUrl },
      resources: [
        {
          name: 'users',
          primaryKey: 'id',
          endpoint: { dataSelector: 'items', paginator: { type: 'offset', limit: 10 } },
        },
      ],
    })
    expect(found).toMatchObject({ ok: true, paging: { paginator: 'offset', found: 'configured', pages: [10, 5] } })
    expect(found.advice).toBeUndefined()
    expect(found.auth).toEqual({ sent: [], status: 200 })
  })

  test('with a wrong token says where it was sent, and never what it is', async () => {
    const { baseUrl } = await serve((_url, _request, response) => {
      response.statusCode = 401
      return { error: 'wrong key' }
    })
    const found = await checkOne({
      client: { baseUrl, auth: { type: 'api_key', apiKey: 'hush-hush', name: 'X-Key' } },
      resources: ['users'],
    })
    expect(found).toMatchObject({
      ok: false,
      auth: { sent: ['header X-Key'], status: 401 },
      error: { code: 'http_401' },
      requests: [{ status: 401 }],
    })
    expect(JSON.stringify(found)).not.toContain('hush-hush')
  })

  test('with a wrong selector names the lists that are there', async () => {
    const { baseUrl } = await serve(() => ({ results: rows(3), links: [1] }))
    const found = await checkOne({
      client: { baseUrl },
      resources: [{ name: 'users', endpoint: { dataSelector: 'data' } }],
    })
    expect(found).toMatchObject({
      ok: false,
      error: { code: 'selector_no_match' },
      rows: {
        selector: 'data',
        found: 'configured',
        others: [
          { selector: 'results', items: 3 },
          { selector: 'links', items: 1 },
        ],
      },
      advice: { config: { endpoint: { dataSelector: 'results' } } },
    })
  })

  test('says where a list that was found is hardly the list of rows', async () => {
    const { baseUrl } = await serve(() => ({
      name: 'welcome',
      responses: [{ text: 'hi' }, { text: 'ho' }],
      enabled: true,
    }))
    const found = await checkOne({ client: { baseUrl }, resources: ['interaction'] })
    expect(found).toMatchObject({
      ok: true,
      rows: { selector: 'responses', found: 'detected', count: 2, beside: ['name', 'enabled'] },
      advice: { config: { name: 'interaction', endpoint: { dataSelector: '$' } } },
    })
    expect(found.notes).toEqual([
      'rows were taken from the list responses, beside which stand name, enabled: if the whole answer is the row, its selector is $',
    ])
  })

  test('of a resource with several parents asks with rows of all of them', async () => {
    const { baseUrl, paths } = await serve((url) =>
      url.pathname === '/shops'
        ? [{ id: 'a' }, { id: 'b' }]
        : url.pathname === '/days'
          ? [{ day: 1 }]
          : [{ id: url.pathname }],
    )
    const found = await check({
      client: { baseUrl, paginator: 'single_page' },
      resources: ['shops', 'days', { name: 'reports', endpoint: 'reports/{resources.shops.id}/{resources.days.day}' }],
    })
    expect(found.map(({ resource, ok }) => [resource, ok])).toEqual([
      ['shops', true],
      ['days', true],
      ['reports', true],
    ])
    expect(paths.filter((path) => path.startsWith('/reports'))).toEqual(['/reports/a/1', '/reports/b/1'])
  })

  test('of a full page that nothing leads on from finds the parameter that brings the next', async () => {
    const all = rows(95)
    const { baseUrl } = await serve((url) => {
      const after = url.searchParams.get('after')
      const from = after === null ? 0 : all.findIndex(({ id }) => String(id) === after) + 1
      return { data: all.slice(from, from + 40), count: all.length }
    })
    const found = await checkOne({ client: { baseUrl }, resources: ['users'] })
    expect(found).toMatchObject({
      ok: false,
      problems: [
        'a run would load the first page only: the answer speaks of 95 rows (count), but 40 came; after=40 brings 40 other rows',
      ],
      advice: {
        config: { endpoint: { paginator: { type: 'cursor', cursorPath: 'data[-1].id', cursorParam: 'after' } } },
      },
    })
  })

  test.for([
    ['page', { type: 'page_number', basePage: 1, totalPath: null }],
    ['offset', { type: 'offset', limit: 20, totalPath: null }],
    ['starting_after', { type: 'cursor', cursorPath: '$[-1].id', cursorParam: 'starting_after' }],
  ] as const)('and paging by %s is what it advises then', async ([name, paginator]) => {
    const { baseUrl } = await serve((url) => {
      const value = Number(url.searchParams.get(name) ?? 0)
      return rows(20, name === 'page' ? Math.max(0, value - 1) * 20 : value)
    })
    expect(await checkOne({ client: { baseUrl }, resources: ['users'] })).toMatchObject({
      ok: false,
      advice: { config: { endpoint: { paginator } } },
    })
  })

  test('of a page that may be all there is only says so', async () => {
    const { baseUrl } = await serve(() => rows(20))
    const found = await checkOne({ client: { baseUrl }, resources: ['users'] })
    expect(found.ok).toBe(true)
    expect(found.notes).toEqual([
      'there may be more than this page: exactly 20 rows came, as from a full page; none of the usual parameters brings other rows',
    ])
  })

  test('notices an API that passes over the page parameter', async () => {
    const { baseUrl } = await serve((url) => rows(10, Math.max(0, Number(url.searchParams.get('page') ?? 1) - 1) * 10))
    const paginator = { type: 'page_number', pageParam: 'p', totalPath: null } as const
    expect(await checkOne({ client: { baseUrl, paginator }, resources: ['users'] })).toMatchObject({
      ok: false,
      paging: { secondPage: 'same' },
      problems: [
        'the second page is the first one again: the API passes over what page_number sends; page=2 brings other rows',
      ],
      advice: { config: { endpoint: { paginator: { type: 'page_number', basePage: 1 } } } },
    })
  })

  test('does not wait for long where the API limits requests, and shows what it says of it', async () => {
    const { baseUrl } = await serve((_url, _request, response) => {
      response.statusCode = 429
      response.setHeader('retry-after', '120')
      return {}
    })
    const found = await checkOne({ client: { baseUrl }, resources: ['users'] })
    expect(found).toMatchObject({
      ok: false,
      error: { code: 'wait_too_long', message: expect.stringContaining('120 s') },
      rateLimit: { 'retry-after': '120' },
      notes: ['1 answer(s) had to be waited for: 429'],
    })
  })

  test('asks for dependent resources with the first rows of their parent, and goes on behind one that fails', async () => {
    const { baseUrl, paths } = await serve((url, _request, response) => {
      if (url.pathname === '/users') return rows(50)
      if (url.pathname.endsWith('/posts')) return [{ key: `${url.pathname}/1` }, { key: `${url.pathname}/2` }]
      response.statusCode = 404
      return {}
    })
    const found = await check({
      client: { baseUrl, paginator: 'single_page' },
      resources: [
        { name: 'posts', endpoint: 'users/{resources.users.id}/posts' },
        { name: 'users', selected: false },
        'gone',
        { name: 'lost', endpoint: 'gone/{resources.gone.id}' },
      ],
    })
    expect(found.map(({ resource, parent, ok }) => [resource, parent, ok])).toEqual([
      ['users', undefined, true],
      ['posts', 'users', true],
      ['gone', undefined, false],
      ['lost', 'gone', false],
    ])
    expect(found[1]?.keys).toEqual([{ columns: ['key'], rows: 6 }])
    expect(found[3]?.problems).toEqual(['it was not asked for: gone gave no rows to ask with'])
    expect(paths.filter((path) => path.endsWith('/posts'))).toHaveLength(3)
  })

  test('looks only at the named resources and what they depend on', async () => {
    const { baseUrl } = await serve((url) => (url.pathname === '/users' ? rows(2) : [{ id: 1 }]))
    const config: RestApiConfig = {
      client: { baseUrl },
      resources: ['users', 'other', { name: 'posts', endpoint: 'users/{resources.users.id}/posts' }],
    }
    expect((await check(config, ['posts'])).map(({ resource }) => resource)).toEqual(['users', 'posts'])
    const unselected = [...config.resources, { name: 'rest', selected: false }]
    const names = (await check({ ...config, resources: unselected })).map(({ resource }) => resource)
    expect(names).toEqual(['users', 'other', 'posts'])
    await expect(check(config, ['post'])).rejects.toMatchObject({
      code: 'unknown_resource',
      hint: 'did you mean posts?',
    })
  })
})
