import { mkdtempSync, rmSync } from 'node:fs'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Certificates, CLIENT_PASSPHRASE, makeCertificates } from '../../test/http/certificates.ts'
import { clientOf, shown, useServers } from '../../test/http/loopback.ts'
import { createProxy } from '../../test/http/proxy.ts'
import { oauth2ClientCredentialsAuth } from './auth/oauth2-client-credentials.ts'
import type { FetchFunction } from './fetch-transport.ts'

const { serve, listen } = useServers()

let folder: string
let certificates: Certificates
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tolva-tls-'))
  certificates = makeCertificates(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const failureOf = (sent: Promise<unknown>) =>
  sent.then(
    () => 'no failure',
    (error: unknown) => error,
  )

async function secureServer(
  options: ServerOptions = {},
): Promise<{ readonly port: number; readonly tries: () => number }> {
  let tries = 0
  const { serverCert: cert, serverKey: key } = certificates
  const server = createTlsServer({ cert, key, ...options }, (_, outgoing) => outgoing.end('[1]'))
  server.on('connection', () => {
    tries += 1
  })
  return { port: await listen(server), tries: () => tries }
}

describe('HTTPS', () => {
  test('of an authority that nobody knows is an error that names the option, without another try', async () => {
    const { port, tries } = await secureServer()
    const failure = await failureOf(clientOf().send(`https://127.0.0.1:${port}/t`))
    expect(failure).toMatchObject({
      code: 'unknown_ca',
      message: expect.stringMatching(/signed by nobody known here \(\w+\)$/),
      hint: expect.stringContaining('client.caFile (ca_file)'),
    })
    expect(tries()).toBe(1)
  })

  test('of an authority that the configuration names is trusted, and no other is forgotten', async () => {
    const { port } = await secureServer()
    const { send } = clientOf({ caFile: certificates.caFile })
    expect((await send(`https://127.0.0.1:${port}/t`)).status).toBe(200)
  })

  test('with a certificate for another host is refused', async () => {
    const { port, tries } = await secureServer()
    const { send } = clientOf({ caFile: certificates.caFile })
    const failure = await failureOf(send(`https://localhost:${port}/t`))
    expect(failure).toMatchObject({ code: 'bad_certificate', hint: expect.stringContaining('base URL') })
    expect(tries()).toBe(1)
  })

  test('shows the certificate of this client to servers that ask for one', async () => {
    const { caFile, clientCertFile: certFile, clientKeyFile: keyFile } = certificates
    const { port } = await secureServer({ requestCert: true, rejectUnauthorized: true, ca: [certOf(caFile)] })
    const url = `https://127.0.0.1:${port}/t`
    const own = { caFile, certFile, keyFile, keyPassphrase: CLIENT_PASSPHRASE }
    expect((await clientOf(own).send(url)).status).toBe(200)
    expect(await failureOf(clientOf({ caFile, retry: { attempts: 1 } }).send(url))).toMatchObject({ code: 'network' })
  })

  test('with a file that is not there, or no PEM, is an error before any request', async () => {
    const { send } = clientOf({ caFile: 'missing.pem' })
    expect(await failureOf(send('https://127.0.0.1:1/t'))).toMatchObject({
      code: 'unreadable_file',
      message: 'client.caFile (ca_file) cannot be read',
      context: { file: join(process.cwd(), 'missing.pem') },
    })
    const other = clientOf({ keyFile: import.meta.filename })
    expect(await failureOf(other.send('https://127.0.0.1:1/t'))).toMatchObject({ code: 'unreadable_file' })
  })
})

function certOf(file: string): Buffer {
  return Buffer.from(process.getBuiltinModule('node:fs').readFileSync(file))
}

describe('a proxy', () => {
  test('of the configuration takes HTTP and HTTPS, with user and password', async () => {
    const api = await serve((_, outgoing) => outgoing.end('[]'))
    const { port } = await secureServer()
    const proxy = createProxy('me', 'p@ss word')
    const address = `http://me:p%40ss%20word@127.0.0.1:${await listen(proxy.server)}`
    const { send } = clientOf({ proxy: address, caFile: certificates.caFile })
    expect((await send(`${api.url}/t`)).status).toBe(200)
    expect((await send(`https://127.0.0.1:${port}/t`)).status).toBe(200)
    expect(proxy.passed.length).toBe(2)
    expect(proxy.passed).toContain(`CONNECT 127.0.0.1:${port}`)
  })

  test('that refuses is an error without another try, and without the password', async () => {
    const { port } = await secureServer()
    const proxy = createProxy('me', 'right')
    const { send, events, lines } = clientOf({ proxy: `http://me:hush-hush@127.0.0.1:${await listen(proxy.server)}` })
    const failure = await failureOf(send(`https://127.0.0.1:${port}/t`))
    expect(failure).toMatchObject({
      code: 'proxy',
      message: `GET https://127.0.0.1:${port}/t failed: the proxy answered 407`,
      hint: expect.stringContaining('client.proxy'),
    })
    expect(proxy.refused.length).toBe(1)
    const all = `${shown(failure)}${JSON.stringify(events)}${lines.join('')}`
    expect(all).not.toMatch(/hush-hush|bWU6aHVzaC1odXNo/)
  })

  test('that is no URL is an error without the text', async () => {
    const failure = await failureOf(clientOf({ proxy: 'hush-hush:8080' }).send('http://127.0.0.1:1/t'))
    expect(failure).toMatchObject({ code: 'invalid_config', hint: expect.stringContaining('http://host:port') })
    expect(shown(failure)).not.toContain('hush-hush')
  })
})

describe('a body that breaks off or is broken inside is fetched again', () => {
  const text = JSON.stringify(Array.from({ length: 2000 }, (_, id) => ({ id, name: `n${id * 7919}` })))
  const broken = {
    gzip: gzipSync(text),
    deflate: deflateSync(text),
    br: brotliCompressSync(text),
    zstd: zstdCompressSync(text),
  }

  test.for(
    Object.entries(broken).flatMap(([encoding, bytes]) => [
      [encoding, 'cut off', bytes, bytes.subarray(0, bytes.length / 2)] as const,
      [
        encoding,
        'broken',
        bytes,
        Buffer.concat([bytes.subarray(0, 20), Buffer.alloc(bytes.length - 20, 0xa5)]),
      ] as const,
    ]),
  )('%s, %s', async ([encoding, , whole, half]) => {
    const { url, arrived } = await serve((_, outgoing) =>
      outgoing.writeHead(200, { 'content-encoding': encoding }).end(arrived.length < 3 ? half : whole),
    )
    const { body } = await clientOf().send(`${url}/t`)
    expect(Buffer.from(body).toString()).toBe(text)
    expect(arrived.length).toBe(3)
  })

  test.for([
    ['with a length', { 'content-length': `${text.length}` }],
    ['in chunks', {}],
  ] as const)('plain, %s', async ([, headers]) => {
    const { url, arrived } = await serve((_, outgoing) => {
      outgoing.writeHead(200, headers)
      if (arrived.length > 2) return outgoing.end(text)
      return outgoing.write(text.slice(0, 5000), () => outgoing.socket?.destroy())
    })
    const { body } = await clientOf().send(`${url}/t`)
    expect(body.length).toBe(text.length)
    expect(arrived.length).toBe(3)
  })

  test('and an error in the end', async () => {
    const { url, arrived } = await serve((_, outgoing) =>
      outgoing.writeHead(200, { 'content-encoding': 'gzip' }).end(broken.gzip.subarray(0, 50)),
    )
    expect(await failureOf(clientOf().send(`${url}/t`))).toMatchObject({
      code: 'network',
      message: `GET ${url}/t failed: unexpected end of file`,
    })
    expect(arrived.length).toBe(5)
  })
})

test('an empty body that is called compressed is empty', async () => {
  const { url } = await serve((_, outgoing) => outgoing.writeHead(200, { 'content-encoding': 'gzip' }).end())
  expect((await clientOf().send(`${url}/t`)).body.length).toBe(0)
})

describe('time limits', () => {
  test.for([
    ['no head', () => {}, { timeoutMs: 300 }, 'nothing came for 300 ms'],
    [
      'a pause in the body',
      (out: NodeJS.WritableStream) => out.write('[1,'),
      { timeoutMs: 300 },
      'nothing came for 300 ms',
    ],
    [
      'a body that drips without end',
      (out: NodeJS.WritableStream) => {
        const drip = setInterval(() => out.write(' '), 10)
        out.on('close', () => clearInterval(drip))
      },
      { timeoutMs: 5000, totalMs: 400 },
      'the answer was not complete after 400 ms',
    ],
  ] as const)('%s', async ([, answer, limits, cause]) => {
    const { url, arrived } = await serve((_, outgoing) => answer(outgoing))
    const failure = await failureOf(clientOf({ ...limits, retry: { attempts: 2 } }).send(`${url}/t`))
    expect(failure).toMatchObject({
      code: 'timeout',
      message: `GET ${url}/t got no answer in time`,
      cause: { message: cause },
    })
    expect(arrived.length).toBe(2)
  })
})

describe('a function like fetch', () => {
  const noting =
    (urls: string[]): FetchFunction =>
    (request) => {
      urls.push(`${request.method} ${new URL(request.url).pathname}`)
      return fetch(request)
    }

  test('sends everything: token requests, redirects, further tries', async () => {
    const { url, arrived } = await serve(({ path }, outgoing) => {
      if (path === '/token') return outgoing.end('{"access_token":"tok-1"}')
      if (path === '/from') return outgoing.writeHead(302, { location: '/to' }).end()
      if (arrived.filter((one) => one.path === '/to').length === 1) return outgoing.writeHead(503).end()
      return outgoing.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('[1]'))
    })
    const urls: string[] = []
    const auth = oauth2ClientCredentialsAuth({ accessTokenUrl: `${url}/token`, clientId: 'me', clientSecret: 'hush' })
    const { body } = await clientOf({ fetch: noting(urls) }).send(`${url}/from`, { auth })
    expect(Buffer.from(body).toString()).toBe('[1]')
    expect(urls).toEqual(['POST /token', 'GET /from', 'GET /to', 'GET /from', 'GET /to'])
    expect(arrived.at(-1)?.headers.authorization).toBe('Bearer tok-1')
  })

  test('is bound by the time limits and the largest page', async () => {
    const { url } = await serve(({ path }, outgoing) => void (path === '/big' && outgoing.end('x'.repeat(5000))))
    const { send } = clientOf({ fetch: fetch, timeoutMs: 400, maxPageBytes: 100, retry: { attempts: 1 } })
    expect(await failureOf(send(`${url}/slow`))).toMatchObject({ code: 'timeout' })
    expect(await failureOf(send(`${url}/big`))).toMatchObject({ code: 'page_too_large' })
  })

  test('is left behind where it does not heed its signal', async () => {
    const deaf: FetchFunction = () => new Promise(() => {})
    const dripless: FetchFunction = async () =>
      new Response(new ReadableStream({ start: (drip) => drip.enqueue(new Uint8Array(1)) }))
    for (const fetch of [deaf, dripless]) {
      const { send } = clientOf({ fetch, timeoutMs: 50, retry: { attempts: 1 } })
      expect(await failureOf(send('http://h/t'))).toMatchObject({ code: 'timeout' })
    }
  })

  test('fails with what it threw, without secrets', async () => {
    const failing: FetchFunction = async (request) => {
      throw Object.assign(new Error(`no way to ${request.url} with hush-hush`), { request: 'hush-hush' })
    }
    const how = { secrets: ['hush-hush'] }
    const failure = await failureOf(clientOf({ fetch: failing }).send('http://h/t?token=hush-token', how))
    expect(failure).toMatchObject({
      code: 'network',
      message: expect.stringContaining('no way to http://h/t?token=*** with ***'),
    })
    expect(shown(failure)).not.toContain('hush')
  })

  test('cannot send a body with GET, and that is said', async () => {
    const { send } = clientOf({ fetch })
    const failure = await failureOf(send('http://127.0.0.1:1/t', { request: { body: { json: {} } } }))
    expect(failure).toMatchObject({ code: 'body_with_get', hint: expect.stringContaining('method: POST') })
  })
})
