import { createServer, type RequestListener, type Server } from 'node:http'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import type { RunEvent } from '../contracts/events.ts'
import { silentLogger } from '../log/logger.ts'
import { bearerAuth } from './auth/bearer.ts'
import { createHttpClient, type HttpClientOptions } from './client.ts'
import { checkJsonBody } from './page-view.ts'
import type { HttpRequest } from './request.ts'

const servers: Server[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

function get(
  url: string,
  options: HttpClientOptions = {},
  request: Partial<HttpRequest> = {},
  signal = new AbortController().signal,
) {
  const events: RunEvent[] = []
  const client = createHttpClient({ retry: { baseMs: 1 }, ...options })
  const context = { signal, logger: silentLogger, now: Date.now, emit: (event: RunEvent) => events.push(event) }
  const sent = client.send({ method: 'GET', url, params: [], headers: {}, ...request }, context, {
    auth: bearerAuth({ token: 'tok-secret' }),
  })
  return { sent, events }
}

const JSON_BODY = Buffer.from('{"name":"Łódź"}')

describe('a body arrives as UTF-8 bytes, however it was sent', () => {
  test.for([
    ['plain', {}, JSON_BODY],
    ['gzip', { 'content-encoding': 'gzip' }, gzipSync(JSON_BODY)],
    ['deflate', { 'content-encoding': 'deflate' }, deflateSync(JSON_BODY)],
    ['br', { 'content-encoding': 'br' }, brotliCompressSync(JSON_BODY)],
    [
      'iso-8859-2',
      { 'content-type': 'application/json; charset=iso-8859-2' },
      Buffer.from([...Buffer.from('{"name":"'), 0xa3, 0xf3, 0x64, 0xbc, 0x22, 0x7d]),
    ],
    ['a byte order mark', {}, Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), JSON_BODY])],
    ['utf-16', {}, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('{"name":"Łódź"}', 'utf16le')])],
  ] as const)('%s', async ([, headers, body]) => {
    const url = await serve((_, outgoing) => outgoing.writeHead(200, headers).end(body))
    const { body: received } = await get(url).sent
    expect(Buffer.from(received).toString('utf8')).toBe('{"name":"Łódź"}')
  })
})

test('a page that unpacks to more than the limit is refused without another try', async () => {
  let count = 0
  const url = await serve((_, outgoing) => {
    count += 1
    outgoing.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(1_000_000)))
  })
  await expect(get(url, { maxPageBytes: 1000 }).sent).rejects.toMatchObject({ code: 'page_too_large' })
  expect(count).toBe(1)
})

test('an error shows status, path and the start of the body, and no secret', async () => {
  const url = await serve((_, outgoing) => outgoing.writeHead(400).end(`tok-secret was refused ${'x'.repeat(2000)}`))
  const failure = await get(`${url}/t`, {}, { params: [['api_key', 'hush-hush']] }).sent.catch((error) => error)
  expect(failure).toMatchObject({ code: 'http_400', hint: expect.stringContaining('parameters') })
  expect(failure.context.body).toMatch(/^\*\*\* was refused x+… \(truncated\)$/)
  expect(failure.context.body.length).toBeLessThan(520)
  expect(`${failure}${JSON.stringify(failure.context)}`).not.toMatch(/tok-secret|hush-hush/)
})

test('credentials stay behind when a redirect leaves the host', async () => {
  const seen: unknown[] = []
  const other = await serve((incoming, outgoing) => {
    seen.push(incoming.headers.authorization, incoming.headers['x-api-key'], incoming.headers['x-plain'])
    outgoing.end('[]')
  })
  const url = await serve((_, outgoing) => outgoing.writeHead(302, { location: `${other}/t` }).end())
  await get(url, {}, { headers: { 'X-Api-Key': 'k', 'X-Plain': 'p' } }).sent
  expect(seen).toEqual([undefined, undefined, 'p'])
})

test('an abort ends a wait between two tries', async () => {
  const url = await serve((_, outgoing) => outgoing.writeHead(503).end())
  const controller = new AbortController()
  const { sent, events } = get(url, { retry: { baseMs: 60_000 } }, {}, controller.signal)
  const stop = setInterval(
    () => events.some(({ type }) => type === 'waiting') && controller.abort(new Error('stop')),
    5,
  )
  await expect(sent).rejects.toThrow()
  clearInterval(stop)
})

test('a request that never gets through is a network error after all attempts', async () => {
  const { sent, events } = get('http://127.0.0.1:9/t', { retry: { attempts: 3, baseMs: 1 } })
  await expect(sent).rejects.toMatchObject({ code: 'network', context: { url: 'http://127.0.0.1:9/t' } })
  expect(events.filter(({ type }) => type === 'request').length).toBe(3)
})

describe('a body that is no JSON document says what it is', () => {
  test.for([
    ['<!doctype html><html>Sign in</html>', 'not_json'],
    ['', 'empty_body'],
    [' \n', 'empty_body'],
    ['{"data":[{"id":1},{"id"', 'invalid_json'],
    ['[1,2] trailing', 'invalid_json'],
    ['hello', 'invalid_json'],
  ] as const)('%j is %s', ([text, code]) => {
    const response = { url: 'http://h/t', status: 200, headers: new Map<string, string>(), body: Buffer.from(text) }
    expect(() => checkJsonBody(response, [])).toThrow(expect.objectContaining({ code }))
  })
})
