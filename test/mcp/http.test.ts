import { type ChildProcess, spawn } from 'node:child_process'
import { request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type McpPlace, makePlace, removePlace } from './connect-client.ts'
import { makePipeline } from './make-pipeline.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const HELLO = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
}

let place: McpPlace
let server: ChildProcess
let url: URL
let token = ''

beforeAll(async () => {
  place = await makePlace()
  await makePipeline(place, 'shop', [{ id: 1 }])
  server = spawn(process.execPath, [MAIN, 'mcp', '--http', '--port', '0', '--json'], {
    cwd: place.project,
    env: { PATH: process.env.PATH, HOME: place.home, TOLVA_DATA_DIR: place.dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said = await firstObject(server)
  url = new URL(said.result.url)
  token = said.result.token
  expect(said.result.config).toEqual({ url: url.href, headers: { Authorization: `Bearer ${token}` } })
})
afterAll(async () => {
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  expect(await ended).toBe(0)
  await removePlace(place)
})

async function firstObject({ stdout }: ChildProcess) {
  let text = ''
  for await (const part of stdout ?? []) {
    text += String(part)
    if (text.trimEnd().endsWith('\n}')) return JSON.parse(text)
  }
  throw new Error(`it said only ${text}`)
}

interface Asked {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Sends headers that fetch would not let be set. */
function ask({ method = 'POST', path = '/mcp', headers = {}, body = HELLO }: Asked) {
  const accept = 'application/json, text/event-stream'
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>((resolve, reject) => {
    const sent = request(
      {
        host: url.hostname,
        port: url.port,
        path,
        method,
        agent: false,
        headers: { 'content-type': 'application/json', accept, authorization: `Bearer ${token}`, ...headers },
      },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part) => parts.push(part))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text: String(Buffer.concat(parts)) }),
        )
      },
    )
    sent.on('error', reject)
    sent.end(method === 'POST' ? JSON.stringify(body) : undefined)
  })
}

async function connected(mode: 'legacy' | 'auto' = 'legacy'): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } })
  const requestInit = { headers: { authorization: `Bearer ${token}` } }
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit }))
  return client
}

describe('over HTTP', () => {
  test.each(['legacy', 'auto'] as const)('a client with the token lists tools and calls them: %s', async (mode) => {
    const client = await connected(mode)
    expect(client.getProtocolEra()).toBe(mode === 'auto' ? 'modern' : 'legacy')
    expect((await client.listTools()).tools.length).toBeGreaterThan(25)
    const counts = await client.callTool({ name: 'get_row_counts', arguments: {} })
    expect(counts.structuredContent).toEqual({ counts: [{ table: 'orders', rows: 1 }] })
    await client.close()
  })

  test('several clients are served side by side', async () => {
    const clients = await Promise.all([connected(), connected(), connected()])
    const answers = await Promise.all(
      clients.map((client) => client.callTool({ name: 'list_pipelines', arguments: {} })),
    )
    expect(answers.map(({ isError }) => isError ?? false)).toEqual([false, false, false])
    await Promise.all(clients.map((client) => client.close()))
  })

  test.each([
    ['no token', { authorization: '' }, 401, 'bad_token'],
    ['another token', { authorization: 'Bearer AAAAAAAAAAAAAAAAAAAAAA' }, 401, 'bad_token'],
    ['the token as basic', { authorization: 'Basic AAAA' }, 401, 'bad_token'],
    ['another host', { host: 'evil.example' }, 403, 'wrong_host'],
    ['a host that ends alike', { host: 'localhost.evil.example' }, 403, 'wrong_host'],
    ['another origin', { origin: 'https://evil.example' }, 403, 'cross_origin'],
    ['no origin of its own', { origin: 'null' }, 403, 'cross_origin'],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }, 403, 'cross_origin'],
  ])('%s is refused', async (_what, headers, status, code) => {
    const answer = await ask({ headers })
    expect([answer.status, JSON.parse(answer.text).error.data.code]).toEqual([status, code])
    expect(answer.text).not.toContain('***')
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })

  test('the token in the address lets nobody in, nor does another path', async () => {
    expect((await ask({ path: `/mcp?token=${token}`, headers: { authorization: '' } })).status).toBe(401)
    expect((await ask({ path: '/api/pipelines' })).status).toBe(404)
    expect((await ask({ method: 'GET', path: '/' })).status).toBe(404)
  })

  test('a session has an id that only its client knows, and ends when it is deleted', async () => {
    const first = await ask({})
    const id = String(first.headers['mcp-session-id'])
    expect([first.status, id.length]).toEqual([200, 36])
    const session = { 'mcp-session-id': id, 'mcp-protocol-version': '2025-06-18' }
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/list', params: {} }
    await ask({ headers: session, body: { jsonrpc: '2.0', method: 'notifications/initialized' } })
    expect((await ask({ headers: session, body: list })).text).toContain('execute_sql_query')
    const guessed = { ...session, 'mcp-session-id': id.replace(/^./, (one) => (one === 'a' ? 'b' : 'a')) }
    expect((await ask({ headers: guessed, body: list })).status).toBe(404)
    expect((await ask({ headers: session, method: 'DELETE' })).status).toBe(200)
    expect((await ask({ headers: session, body: list })).status).toBe(404)
  })
})
