import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { restApiSource } from '../rest-api-source.ts'
import { probeEndpoint } from './probe-endpoint.ts'

const TOKEN = 'cb_live_9f8e7d6c5b4a39281706'
const seen: { readonly host: string; readonly url: string; readonly auth: string | undefined }[] = []
const servers: Server[] = []
let api = ''
let elsewhere = ''

async function serve(): Promise<string> {
  const server = createServer(({ url = '', headers }, response) => {
    seen.push({ host: String(headers.host), url, auth: headers.authorization })
    if (url.startsWith('/away')) return response.writeHead(302, { location: `${elsewhere}/taken?token=${TOKEN}` }).end()
    if (url.startsWith('/home')) return response.writeHead(302, { location: '/users' }).end()
    if (url.startsWith('/refused')) return response.writeHead(401).end('no')
    if (url.startsWith('/busy')) return response.writeHead(429, { 'retry-after': '7' }).end('slow down')
    if (url.startsWith('/broken')) return response.writeHead(503).end('later')
    if (url.startsWith('/page')) return response.end('<html>hello</html>')
    if (url.startsWith('/large')) return response.end(JSON.stringify({ items: [{ text: 'ü'.repeat(30_000) }] }))
    response.setHeader('set-cookie', `session=${TOKEN}`)
    response.setHeader('x-echo', String(headers.authorization))
    response.end(
      JSON.stringify({ items: [{ id: 1, echo: headers.authorization }], next: '/users?page=2', tags: ['a'] }),
    )
  })
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

beforeAll(async () => {
  elsewhere = await serve()
  api = await serve()
})
afterAll(() => {
  for (const server of servers) server.close()
})

const source = () =>
  restApiSource({
    client: { baseUrl: api, auth: { type: 'bearer', token: TOKEN } },
    resources: ['users', { name: 'posts', endpoint: { path: 'users/{resources.users.id}/posts' } }],
  })
const probe = (path?: string, more = {}) => probeEndpoint(source(), { ...(path !== undefined && { path }), ...more })

describe('one endpoint', () => {
  test('is asked once with credentials, which do not show wherever the answer repeats them', async () => {
    const before = seen.length
    const found = await probe()
    expect(seen.slice(before)).toEqual([{ host: new URL(api).host, url: '/users', auth: `Bearer ${TOKEN}` }])
    expect(found).toMatchObject({
      status: 200,
      auth: ['header Authorization (Bearer)'],
      rows: { selector: 'items', found: 'detected', count: 1, others: [{ selector: 'tags', items: 1 }] },
      paging: { paginator: 'json_link' },
      truncated: false,
    })
    expect(found.headers['x-echo']).toBe('Bearer ***')
    expect(found.headers['set-cookie']).toBeUndefined()
    expect(JSON.stringify(found)).not.toContain(TOKEN)
  })

  test('may be any path below the base URL, with parameters', async () => {
    await probe('users/7', { params: { limit: '2' } })
    expect(seen.at(-1)?.url).toBe('/users/7?limit=2')
    expect(await probe('users/:id').catch((error: unknown) => error)).toMatchObject({ code: 'open_placeholder' })
    expect(await probe(undefined, { resource: 'posts' }).catch((error: unknown) => error)).toMatchObject({
      code: 'needs_path',
    })
    expect(await probe(undefined, { resource: 'user' }).catch((error: unknown) => error)).toMatchObject({
      code: 'unknown_resource',
      hint: 'did you mean users?',
    })
    expect((await probe('users/1/posts', { resource: 'posts' })).status).toBe(200)
  })

  test.each([
    'https://evil.example/x',
    'HTTP://evil.example',
    '//evil.example/x',
    '/\\evil.example/x',
    '@evil.example/x',
    '..//evil.example',
    '%2f%2fevil.example',
    '?@evil.example',
    'http://user:pw@127.0.0.1/x',
  ])('is never at another host: %s', async (path) => {
    const before = seen.length
    const answered = await probe(path).then(
      ({ url }) => new URL(url).origin,
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    )
    expect([api, 'other_origin']).toContain(answered)
    expect(seen.slice(before).filter(({ host }) => host !== new URL(api).host)).toEqual([])
  })

  test('leads to another origin: that is told, not followed', async () => {
    const before = seen.length
    const found = await probe('away')
    expect(found).toMatchObject({ status: 302, redirect: `${elsewhere}/taken?token=***` })
    expect(found.next).toContain(elsewhere)
    expect(seen.slice(before).map(({ url }) => url)).toEqual(['/away'])
    expect((await probe('home')).status).toBe(200)
  })

  test.each([
    ['refused', 401, 'credentials were refused'],
    ['busy', 429, 'again after 7 s'],
    ['broken', 503, 'ask again later'],
    ['page', 200, 'no JSON document'],
  ])('that answers %s says what to do next', async (path, status, next) => {
    const before = seen.length
    expect(await probe(path)).toMatchObject({ status, next: expect.stringContaining(next) })
    expect(seen.length - before).toBe(1)
  })

  test('that answers with much is cut, and that is said', async () => {
    const { body, bytes, truncated } = await probe('large')
    expect([bytes > 60_000, truncated, body.includes('\uFFFD')]).toEqual([true, true, false])
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000)
  })
})
