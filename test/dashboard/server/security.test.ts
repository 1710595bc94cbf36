import { readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startDashboard } from '../../../src/dashboard/start-dashboard.ts'
import { pipelineAt } from '../worlds/chatbot-world.ts'
import { still } from '../worlds/world.ts'
import { type Asked, type Served, serveWorld } from './served.ts'

let served: Served
let cookie: string
let origin: string
let token: string

beforeAll(async () => {
  served = await serveWorld(async (place) => {
    await writeFile(join(place.folder, 'secret.txt'), 'nobody may read this')
    await pipelineAt(place, 0, { name: 'shop', dataset: 'shop_data' }).run([{ id: 1 }, { id: 2 }], {
      tableName: 'orders',
    })
    return still('a small one', 'shop')
  })
  ;({ token } = served.dashboard)
  origin = `http://127.0.0.1:${served.dashboard.port}`
  const { headers } = await served.ask(`/?token=${token}`)
  cookie = String(headers['set-cookie']).split(';')[0] ?? ''
})

afterAll(async () => {
  expect(served.unexpected).toEqual([])
  await served[Symbol.asyncDispose]()
})

const LIST = '/api/pipelines'
const QUERY = '/api/pipelines/shop/query'
const bearer = () => ({ authorization: `Bearer ${token}` })

describe('the token', () => {
  test('in the URL of a page gives a cookie for it and leads to the same page without it', async () => {
    const { status, headers } = await served.ask(`/p/shop/data?table=orders&token=${token}`)
    expect([status, headers.location]).toEqual([303, '/p/shop/data?table=orders'])
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(/^tolva_\d+=[\w-]{22}; HttpOnly; SameSite=Strict; Path=\/$/),
    ])
    expect(headers['set-cookie']?.[0]).toContain(`tolva_${served.dashboard.port}=`)
    expect(headers['set-cookie']?.[0]).not.toContain(token)
  })

  test('is 128 bits that are new for each server', async () => {
    const other = await startDashboard({ port: 0 })
    await other.close()
    expect(Buffer.from(token, 'base64url')).toHaveLength(16)
    expect(other.token).not.toBe(token)
    expect(other.url).toBe(`http://127.0.0.1:${other.port}/?token=${other.token}`)
  })

  test('behind a link of another site opens by a step of our own, as the browser keeps the cookie from that site', async () => {
    const { status, headers, text } = await served.ask(`/p/shop?x="><script>&token=${token}`, {
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    })
    expect([status, headers.location]).toEqual([200, undefined])
    expect(headers['set-cookie']?.[0]).toContain(cookie)
    expect(text).toContain('<meta http-equiv="refresh" content="0;url=/p/shop?x=%22%3E%3Cscript%3E">')
  })

  test.each([
    ['//evil.example/', '/evil.example/'],
    ['/%0d%0aset-cookie:x', '/%0d%0aset-cookie:x'],
  ])('leads nowhere else: %s', async (path, location) => {
    const { status, headers } = await served.ask(`${path}?token=${token}`)
    expect([status, headers.location]).toEqual([303, location])
  })

  test('leads nowhere at all from a path that is none', async () => {
    const { status, headers } = await served.ask(`/\\evil.example/?token=${token}`)
    expect([status, headers.location]).toEqual([400, undefined])
  })

  test('as a bearer and its cookie let in', async () => {
    for (const headers of [bearer(), { cookie }, { cookie: `other=1; ${cookie}; more=2` }]) {
      expect(await served.ask(LIST, { headers })).toMatchObject({
        status: 200,
        json: { pipelines: [{ name: 'shop' }] },
      })
    }
  })

  const elsewhere: readonly (readonly [string, () => readonly [string, Asked]])[] = [
    ['that is missing', () => [LIST, {}]],
    ['that is empty', () => [LIST, { headers: { authorization: 'Bearer ' } }]],
    ['that is wrong', () => [LIST, { headers: { authorization: `Bearer ${token.slice(0, -1)}_` } }]],
    ['that is only begun', () => [LIST, { headers: { authorization: `Bearer ${token.slice(0, 10)}` } }]],
    ['with something behind it', () => [LIST, { headers: { authorization: `Bearer ${token}x` } }]],
    ['in the URL of the API', () => [`${LIST}?token=${token}`, {}]],
    ['as a password', () => [LIST, { headers: { authorization: `Basic ${btoa(`x:${token}`)}` } }]],
    ['as the cookie', () => [LIST, { headers: { cookie: `tolva_${served.dashboard.port}=${token}` } }]],
    ['in a header of its own', () => [LIST, { headers: { 'x-token': token } }]],
    ['in the path', () => [`/${token}/api/pipelines`, {}]],
    ['in a body', () => [QUERY, { body: { token, sql: 'select 1' } }]],
    ['in the URL of a POST', () => [`/?token=${token}`, { method: 'POST' }]],
    ['whose cookie is as a bearer', () => [LIST, { headers: { authorization: `Bearer ${cookie.split('=')[1]}` } }]],
    ['whose cookie has the name of another port', () => [LIST, { headers: { cookie: cookie.replace(/_\d+/, '_1') } }]],
    ['for the document of the API', () => ['/api/openapi.json', {}]],
    ['for a file of the page', () => ['/assets/index-1.js', {}]],
  ]
  test.each(elsewhere)('%s does not let in', async (_what, how) => {
    const [path, asked] = how()
    const { status, text, headers } = await served.ask(path, asked)
    expect(status).toBe(401)
    expect(text).not.toContain('orders')
    expect(headers['set-cookie']).toBeUndefined()
  })

  test('is asked for in words: JSON for the API, a page for people', async () => {
    expect((await served.ask(LIST)).json).toEqual({
      error: {
        code: 'bad_token',
        message: 'this address opens with its token only',
        hint: 'Open the URL that `tolva dashboard` or `tolva pipeline <name> show` printed last. Scripts send its token as a bearer.',
      },
    })
    const page = await served.ask('/p/shop')
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.text).toContain('<h1>The dashboard did not answer</h1>\n<p>this address opens with its token only</p>')
  })
})

describe('the name of the host', () => {
  test.each(['localhost', '127.0.0.1', '127.0.0.5', '[::1]', 'LOCALHOST'])('%s is ours, by any port', async (name) => {
    for (const host of [name, `${name}:${served.dashboard.port}`, `${name}:9`]) {
      expect(await served.ask(LIST, { headers: { ...bearer(), host } })).toMatchObject({ status: 200 })
    }
  })

  test.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'localhost:2718@evil.example',
    'evil.example:2718',
    '0.0.0.0',
    '192.168.1.2',
    '[::]',
    '2130706433',
    'localhost.',
  ])('%s is not, even with the token', async (host) => {
    for (const path of [LIST, '/', `/?token=${token}`]) {
      const { status, headers, text } = await served.ask(path, { headers: { ...bearer(), cookie, host } })
      // What is no name at all is refused before anybody looks.
      expect([400, 403]).toContain(status)
      expect(headers['set-cookie']).toBeUndefined()
      expect(text).not.toContain('shop')
    }
  })

  test('has to be said', async () => {
    const socket = connect(served.dashboard.port, '127.0.0.1')
    let answered = ''
    socket.on('data', (part) => (answered += part))
    socket.write(`GET /api/pipelines HTTP/1.0\r\nAuthorization: Bearer ${token}\r\n\r\n`)
    await new Promise((closed) => socket.on('close', closed))
    expect(answered).toMatch(/^HTTP\/1\.1 40[03]/)
    expect(answered).not.toContain('shop')
  })

  test('is told, and what to do', async () => {
    const { json } = await served.ask(LIST, { headers: { ...bearer(), host: 'evil.example' } })
    expect(json.error).toEqual({
      code: 'wrong_host',
      message: 'the dashboard does not answer to the name "evil.example"',
      hint: 'Open it as localhost or 127.0.0.1. From another machine: ssh -L 2718:localhost:2718 <machine>.',
    })
  })
})

describe('a page of another origin', () => {
  const query = { sql: 'select 1 as one', limit: 5 }
  const same = () => ({ cookie, origin, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' })

  test('is not needed: our own page may ask', async () => {
    expect(await served.ask(QUERY, { headers: same(), body: query })).toMatchObject({
      status: 200,
      json: { rows: [[1]] },
    })
  })

  test.each([
    ['POST JSON', { origin: 'https://evil.example' }],
    ['POST from another port', { origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-site' }],
    ['POST from https', { origin: 'https://127.0.0.1', 'sec-fetch-site': 'cross-site' }],
    ['POST without an origin of its own', { origin: 'null' }],
    ['POST that says its site only', { 'sec-fetch-site': 'cross-site' }],
  ])('cannot %s', async (_what, headers) => {
    for (const way of [{ cookie }, bearer()]) {
      const answer = await served.ask(QUERY, { headers: { ...way, ...headers }, body: query })
      expect([answer.status, answer.json.error.code]).toEqual([403, 'cross_origin'])
    }
  })

  test('cannot send a form, which needs no leave of ours', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']) {
      const foreign = { cookie, origin: 'https://evil.example', 'content-type': type }
      expect(await served.ask(QUERY, { headers: foreign, body: JSON.stringify(query) })).toMatchObject({ status: 403 })
      const silent = { cookie, 'content-type': type }
      const answer = await served.ask(QUERY, { headers: silent, body: JSON.stringify(query) })
      expect([answer.status, answer.json.error.code]).toEqual([415, 'not_json'])
    }
  })

  test('cannot read, nor ask whether it may', async () => {
    const headers = { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }
    expect(await served.ask(LIST, { headers })).toMatchObject({ status: 403 })
    const asked = {
      ...headers,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    }
    const answer = await served.ask(QUERY, { method: 'OPTIONS', headers: asked })
    expect(answer.status).toBe(403)
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  test('cannot take a script or an image of ours', async () => {
    const headers = { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }
    expect(await served.ask('/assets/index-1.js', { headers })).toMatchObject({ status: 403 })
  })

  test('may lead here by a link', async () => {
    const headers = { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    expect(await served.ask('/p/shop', { headers })).toMatchObject({ status: 200 })
    expect(await served.ask(LIST, { headers })).toMatchObject({ status: 403 })
  })
})

test('every answer says that nobody may keep, frame, sniff or load anything from elsewhere', async () => {
  const headers = { cookie }
  for (const path of ['/', '/p/shop', LIST, '/api/nothing', '/assets/none.js']) {
    const answer = await served.ask(path, { headers })
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  }
  const policies = await Promise.all([1, 2].map(async () => served.ask('/', { headers })))
  const nonces = policies.map(({ headers: { 'content-security-policy': policy }, text }) => {
    const nonce = /'nonce-([^']+)'/.exec(String(policy))?.[1]
    expect(text).toContain(`nonce="${nonce}"`)
    expect(policy).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:; font-src 'self'; ` +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    return nonce
  })
  expect(new Set(nonces).size).toBe(2)
})

describe('a path that leaves its place', () => {
  test.each([
    '/../../../../etc/passwd',
    '/assets/../../package.json',
    '/assets/../../../package.json',
    '/..%2f..%2fproject%2fsecret.txt',
    '/%2e%2e/%2e%2e/project/secret.txt',
    '/assets/..%5c..%5cproject%5csecret.txt',
    '/assets/%252e%252e/%252e%252e/project/secret.txt',
    '//etc/passwd',
    '/assets//../../../project/secret.txt',
    '/assets/....//....//project/secret.txt',
    '/assets/%00/../../../project/secret.txt',
    '/assets/index-1.js%00.txt',
    '/assets/index-1.js/../../../project/secret.txt',
    '/assets/.',
    '/assets/',
    '/%c0%ae%c0%ae/project/secret.txt',
    '/%zz',
    'file:///etc/passwd',
    'http://evil.example/../etc/passwd',
  ])('%s gives the page, or nothing', async (path) => {
    const { status, text } = await served.ask(path, { headers: { cookie } })
    expect([200, 400, 403, 404]).toContain(status)
    expect(text).not.toMatch(/nobody may read this|root:|"dependencies"/)
    if (status === 200) expect(text).toContain('csp-nonce')
  })

  test.each([
    '..%2f..%2fproject',
    '%2e%2e',
    '..',
    'shop%2f..%2fshop',
    'shop%00',
    '..%5c..%5cproject',
    '%2fetc',
    'SHOP',
    'shop%20',
    '__proto__',
    'constructor',
    '%E2%80%AE',
  ])('%s is the name of no pipeline, schema, run, load or report', async (name) => {
    for (const path of [
      `/pipelines/${name}`,
      `/pipelines/${name}/runs`,
      `/pipelines/${name}/state`,
      `/pipelines/shop/runs/${name}`,
      `/pipelines/shop/schemas/${name}`,
      `/pipelines/shop/loads/${name}`,
      `/pipelines/shop/tables/${name}/profile`,
      `/reports/${name}/html`,
    ]) {
      // Some of these a URL does not let be part of it: another address then, which is no route or a list of ours.
      const { status, text } = await served.api(path)
      if (status !== 200) expect([404, 400]).toContain(status)
      expect(text).not.toMatch(/nobody may read this|root:/)
    }
  })
})

describe('a body', () => {
  test('of more than a million bytes is refused, whether its length is said or not', async () => {
    const big = JSON.stringify({ sql: `select '${'x'.repeat(1_100_000)}'` })
    const type = { 'content-type': 'application/json' }
    const said = await served.api('/pipelines/shop/query', { body: big, headers: type })
    const chunked = await served.api('/pipelines/shop/query', {
      body: big,
      headers: { ...type, 'transfer-encoding': 'chunked' },
    })
    for (const { status, json } of [said, chunked]) {
      expect([status, json.error.code]).toEqual([413, 'body_too_large'])
    }
  })

  test('that is too large is read to its end, so that whoever sends slowly sees why it is refused', async () => {
    const socket = connect(served.dashboard.port, '127.0.0.1')
    let answered = ''
    socket.on('data', (part) => (answered += part))
    const failed = new Promise((resolve) => socket.on('error', resolve))
    const pieces = 12
    socket.write(
      `POST ${QUERY} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${served.dashboard.token}\r\n` +
        `Content-Type: application/json\r\nConnection: close\r\nContent-Length: ${pieces * 100_000}\r\n\r\n`,
    )
    for (let sent = 0; sent < pieces; sent += 1) {
      await Promise.race([new Promise((written) => socket.write('x'.repeat(100_000), written)), failed])
      await setTimeout(100)
    }
    if (!socket.closed) await new Promise((closed) => socket.on('close', closed))
    expect(answered).toMatch(/^HTTP\/1\.1 413 /)
  })

  test.each([
    ['no JSON', '{"sql": '],
    ['no object', '"select 1"'],
    ['without what is needed', '{}'],
    ['of another type', '{"sql": 7}'],
    ['with a limit beyond all', '{"sql": "select 1", "limit": 1000000}'],
    ['deeper than anybody reads', `{"sql": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ])('that is %s is refused', async (_what, body) => {
    const { status, json } = await served.api('/pipelines/shop/query', {
      body,
      headers: { 'content-type': 'application/json' },
    })
    expect([status, json.error.code]).toEqual([400, 'bad_request'])
  })
})

test('a client that does not send what it began is not waited for', async () => {
  const impatient = await startDashboard({ port: 0, dataDir: served.place.dataDir, patienceMs: 300 })
  for (const begun of [
    'GET /api/pipelines HTTP/1.1\r\nHost: localh',
    `POST ${QUERY} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{`,
  ]) {
    const socket = connect(impatient.port, '127.0.0.1')
    let answered = ''
    socket.on('data', (part) => (answered += part))
    socket.write(begun)
    await new Promise((closed) => socket.on('close', closed))
    expect(answered).toMatch(/^(HTTP\/1\.1 (408|401)|$)/)
  }
  const after = await fetch(`http://127.0.0.1:${impatient.port}${LIST}`, {
    headers: { authorization: `Bearer ${impatient.token}` },
  })
  expect(after.status).toBe(200)
  await impatient.close()
})

describe('SQL from the page', () => {
  test.each([
    ['writes', 'insert into orders values (3)'],
    ['drops', 'drop table orders'],
    ['writes behind WITH', 'with gone as (delete from orders returning *) select * from gone'],
    ['is two statements', 'select 1; drop table orders'],
    ['reads a file', "select * from read_text('secret.txt')"],
    ['reads a file by its name', "select * from 'secret.txt'"],
    ['writes a file', "copy orders to 'stolen.csv'"],
    ['attaches a database', "attach 'other.duckdb'"],
    ['installs', 'install httpfs'],
    ['sets', "set memory_limit = '1TB'"],
  ])('that %s is refused', async (_what, sql) => {
    const { status, json } = await served.api('/pipelines/shop/query', { body: { sql } })
    expect([400, 403]).toContain(status)
    expect(json.error.code).toMatch(/^[a-z_]+$/)
    expect(json.error.message).not.toContain('nobody may read this')
    expect(
      (await served.api('/pipelines/shop/query', { body: { sql: 'select count(*) from orders' } })).json.rows,
    ).toEqual([[2]])
  })
})

test('a host that is not of the loopback is refused before anything listens', async () => {
  for (const host of ['0.0.0.0', '192.168.1.2', '::', 'example.com', '']) {
    await expect(startDashboard({ host, port: 0 })).rejects.toMatchObject({
      code: 'host_not_loopback',
      hint: expect.stringContaining('ssh -L 2718:localhost:2718'),
    })
  }
})

test('an error holds neither a stack nor a place in our code', async () => {
  const { text } = await served.api('/pipelines/shop/query', { body: { sql: 'select nothing from nowhere' } })
  expect(text).not.toMatch(/node_modules|\.ts:\d|at async/)
  expect(await readFile(join(served.place.folder, 'secret.txt'), 'utf8')).toBe('nobody may read this')
})
