import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type LoadInfo, pipeline, type RunOptions, type Source } from '../../src/index.ts'
import { createRestClient, restApiSource } from '../../src/sources/rest-api/index.ts'
import { record, replay, startReplayServer, type Traffic } from '../../src/testing/index.ts'

let folder: string
let server: Server
let base: string
let seen: string[] = []
/** What the server answers to items behind the first page, first come first served. */
let limited = 1
let drop = 1
/** The token that is good now, and how often it is still to be taken back. */
let good: string
let revoke = 0

const PASSWORD = 'cl1ent-p/ssword+x'
const TOKEN = 't0ken-of-the-server'
good = TOKEN

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-replay-'))
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost')
    seen.push(`${request.method} ${url.pathname}${url.search}`)
    const json = (value: unknown, status = 200, headers = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
    if (url.pathname === '/token') return json({ access_token: good, expires_in: 3600, token_type: 'bearer' })
    if (request.headers.authorization !== `Bearer ${good}`) return json({ error: 'who are you' }, 401)
    if (url.pathname === '/items') {
      const page = Number(url.searchParams.get('page'))
      if (page === 2 && limited-- > 0) return json({ error: 'slow down' }, 429, { 'retry-after': '1' })
      if (page === 3 && drop-- > 0) return void request.socket.destroy()
      const ids = page < 4 ? [page * 10, page * 10 + 1] : []
      return json(
        { items: ids.map((id) => ({ id, price: '1.50', weight: 2.0, link: `${base}/x?api_key=${PASSWORD}` })) },
        200,
        { 'set-cookie': 'session=abcdef' },
      )
    }
    if (url.pathname === '/many') {
      const offset = Number(url.searchParams.get('offset'))
      const ids = [0, 1].map((one) => offset + one).filter((one) => one < 19)
      return json({ total: 19, rows: ids.map((id) => ({ id })) })
    }
    // The token is taken back once while several are asked for.
    const [, , id] = url.pathname.split('/')
    if (id === '20' && revoke-- > 0) good = 't0ken-number-two'
    return json([{ item: Number(id), big: 1 }])
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  base = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
})
afterEach(() => {
  seen = []
  limited = 1
  drop = 1
  good = TOKEN
  revoke = 0
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  await rm(folder, { recursive: true, force: true })
})

const source = (params: Readonly<Record<string, string>> = {}, clientSecret: string | undefined = PASSWORD) =>
  restApiSource({
    name: 'shop',
    client: {
      baseUrl: base,
      backoffSeconds: 0.01,
      auth: {
        type: 'oauth2_client_credentials',
        accessTokenUrl: `${base}/token`,
        clientId: 'client-id-1',
        clientSecret,
      },
    },
    resources: [
      {
        name: 'items',
        primaryKey: 'id',
        endpoint: {
          params,
          dataSelector: 'items',
          paginator: { type: 'page_number', basePage: 1, totalPath: null },
        },
      },
      { name: 'parts', parallelized: true, endpoint: { path: 'items/{resources.items.id}/parts' } },
    ],
  })

async function load(name: string, options: RunOptions, from: Source = source()) {
  const shop = pipeline({
    name,
    destination: 'duckdb',
    dataset: 'shop',
    dataDir: join(folder, 'data'),
    projectDir: await mkdtemp(join(folder, `${name}-`)),
    env: {},
  })
  const info = await shop.run(from, options)
  const rows = async (table: string) =>
    (await shop.dataset().table(table).rows()).map((row) =>
      Object.fromEntries(Object.entries(row).filter(([key]) => !key.startsWith('_dlt'))),
    )
  return { info, items: await rows('items'), parts: await rows('parts') }
}

test('a recorded run is replayed without a request, any number of times, with equal tables', async () => {
  const cassette = join(folder, 'cassette')
  const recorded = await load('recorded', { record: cassette })
  expect(recorded.info.rowCounts).toEqual({ items: 6, parts: 6 })
  expect(seen.length).toBeGreaterThan(10)
  seen = []
  const first = await load('first', { replay: cassette })
  const second = await load('second', { replay: cassette })
  expect(seen).toEqual([])
  expect(first.info.warnings).toEqual([])
  expect(second.items).toEqual(first.items)
  expect(second.parts).toEqual(first.parts)
  // Types come from how a value is spelled, so it must have kept its spelling.
  expect(first.parts).toEqual(recorded.parts)
  expect(first.items.map(({ link: _, ...item }) => item)).toEqual(recorded.items.map(({ link: _, ...item }) => item))
  expect(first.items[0]).toMatchObject({ price: '1.50', link: `${base}/x?api_key=***` })
})

test('what is recorded can be read, and no secret is in it', async () => {
  const cassette = join(folder, 'cassette')
  const names = (await readdir(cassette)).sort()
  expect(names.slice(0, 4)).toEqual([
    '0001-post-token.body.json',
    '0001-post-token.json',
    '0002-get-items.body.json',
    '0002-get-items.json',
  ])
  const texts = await Promise.all(names.map((name) => readFile(join(cassette, name), 'utf8')))
  const all = texts.join('\n')
  for (const secret of [TOKEN, PASSWORD, encodeURIComponent(PASSWORD), 'session=abcdef', 'client-id-1']) {
    expect(all).not.toContain(secret)
  }
  expect(texts[0]).toContain('"access_token": "***-1"')
  expect(texts[2]).toContain('\n      "price": "1.50",\n')
  const kept = texts.map((text) => (text.startsWith('{\n  "request"') ? JSON.parse(text) : undefined))
  expect(kept.map((one) => one?.answer.status ?? one?.answer.failure?.code)).toEqual(
    expect.arrayContaining([200, 429, 'UND_ERR_SOCKET']),
  )
  expect(JSON.parse(texts.at(-1) ?? '')).toEqual({ version: 1, complete: true, exchanges: kept.filter(Boolean).length })
})

test('a token that was renewed while others were asked with the old one is renewed in the replay', async () => {
  const cassette = join(folder, 'renewed')
  revoke = 1
  await load('renewed', { record: cassette })
  const tokens = seen.filter((one) => one.includes('/token')).length
  expect(tokens).toBe(2)
  const { info } = await load('renewed-back', { replay: cassette })
  expect([info.rowCounts, info.warnings]).toEqual([{ items: 6, parts: 6 }, []])
})

test('pages that were asked for side by side are replayed in their order', async () => {
  const cassette = join(folder, 'many')
  const paginator = { type: 'offset', limit: 2 } as const
  const many = restApiSource({
    name: 'many',
    client: { baseUrl: base, auth: { token: TOKEN } },
    resources: [{ name: 'many', endpoint: { dataSelector: 'rows', paginator, concurrency: 4 } }],
  })
  const ids = (info: LoadInfo) => [info.rowCounts, info.warnings]
  const run = (name: string, options: RunOptions) =>
    pipeline({ name, destination: 'duckdb', dataset: 'many', dataDir: join(folder, 'data'), projectDir: folder }).run(
      many,
      options,
    )
  expect(ids(await run('many', { record: cassette }))).toEqual([{ many: 19 }, []])
  seen = []
  expect(ids(await run('many-back', { replay: cassette }))).toEqual([{ many: 19 }, []])
  expect(seen).toEqual([])
})

test('no secret is needed to replay', async () => {
  const bare = restApiSource({
    name: 'shop',
    client: {
      baseUrl: base,
      auth: { type: 'bearer', token: 'nothing of value' },
    },
    resources: ['none'],
  })
  const cassette = join(folder, 'without')
  await expect(load('without', { record: cassette }, bare)).rejects.toMatchObject({ code: 'http_401' })
  const looked = restApiSource({ name: 'shop', client: { baseUrl: base, auth: 'bearer' }, resources: ['none'] })
  await expect(load('without-too', { replay: cassette }, looked)).rejects.toMatchObject({ code: 'http_401' })
})

test('a request that was not recorded names the nearest that was, and what differs', async () => {
  const cassette = join(folder, 'cassette')
  await expect(load('other', { replay: cassette }, source({ since: '2026-01-01' }))).rejects.toMatchObject({
    code: 'not_recorded',
    message: `GET ${base}/items?since=2026-01-01&page=1 is not in the recording ${cassette}: the nearest is 0002-get-items, GET ${base}/items?page=1, which differs in query since: recorded none, asked 2026-01-01`,
    hint: `record anew: tolva run <file> --record ${cassette}`,
  })
  expect(seen).toEqual([])
})

test('a recording that was not ended says so, and is used as far as it goes', async () => {
  const cassette = join(folder, 'killed')
  await load('killed', { record: cassette })
  const manifest = join(cassette, 'cassette.json')
  const whole = JSON.parse(await readFile(manifest, 'utf8'))
  await writeFile(manifest, JSON.stringify({ ...whole, complete: false }))
  const { info } = await load('killed-back', { replay: cassette })
  expect(info.warnings).toEqual([`The recording in ${cassette} is incomplete: the run that made it was stopped.`])
})

test('answers that nobody asked for are told', async () => {
  const cassette = join(folder, 'cassette')
  const { info } = await load('fewer', { replay: cassette, limit: 1 })
  expect(info.warnings).toEqual([
    expect.stringMatching(/^\d+ recorded answer\(s\) in .*cassette were not asked for: 00\d\d-get-items, /),
  ])
})

test('code is given a recording, and another program a server of it', async () => {
  const folderOf = join(folder, 'client')
  const traffic = record(folderOf)
  const client = (over: Traffic) =>
    createRestClient({ baseUrl: base, auth: { type: 'bearer', token: TOKEN }, context: { traffic: over } })
  const pages = async (over: Traffic) => {
    const all = []
    const paginator = { type: 'page_number', basePage: 1, totalPath: null } as const
    for await (const page of client(over).paginate('items', { paginator, dataSelector: 'items' })) {
      all.push(...page)
    }
    return all
  }
  const recorded = await pages(traffic)
  expect(await traffic.finish({ failed: false, interrupted: false })).toEqual([])
  seen = []
  const back = replay(folderOf)
  expect(await pages(back)).toEqual(recorded.map((item) => ({ ...item, link: `${base}/x?api_key=***` })))
  expect(await back.finish({ failed: false, interrupted: false })).toEqual([])
  expect(seen).toEqual([])
  await using server = await startReplayServer(folderOf)
  const answer = await fetch(`${server.url}/items?page=1`)
  expect(JSON.parse(await answer.text()).items[0]).toMatchObject({ id: 10, link: `${server.url}/x?api_key=***` })
  expect((await fetch(`${server.url}/items?page=9`)).status).toBe(404)
  expect(server.missed).toEqual(['GET /items?page=9'])
})

test('a folder with other files is not recorded into, and both at once are refused', async () => {
  const taken = await mkdtemp(join(folder, 'taken-'))
  await writeFile(join(taken, 'notes.txt'), 'mine')
  await expect(load('taken', { record: taken })).rejects.toMatchObject({ code: 'no_cassette' })
  expect(await readdir(taken)).toEqual(['notes.txt'])
  await expect(load('both', { record: taken, replay: taken })).rejects.toMatchObject({ code: 'record_and_replay' })
})
