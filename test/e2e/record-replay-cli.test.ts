import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { stringify } from 'yaml'
import { filesBelow, found } from '../secrets/places.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const SRC = new URL('../../src/', import.meta.url).href
vi.setConfig({ testTimeout: 120_000 })

let dir: string
let server: Server
let base: string
let requests = 0
/** Called for each page; true: it is never answered. */
let isHeld: (page: number) => boolean = () => false

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tolva-record-'))
  requests = 0
  isHeld = () => false
  server = createServer((request, response) => {
    requests += 1
    const page = Number(new URL(request.url ?? '', 'http://localhost').searchParams.get('page'))
    if (isHeld(page)) return
    const isAllowed = request.headers.authorization === 'Bearer hush-hush'
    response.writeHead(isAllowed ? 200 : 401, { 'content-type': 'application/json' })
    response.end(JSON.stringify(isAllowed && page <= 3 ? [{ id: page, name: `n${page}` }] : []))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  base = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  const paginator = { type: 'page_number', base_page: 1, total_path: null }
  const document = {
    pipeline: { name: 'shop', destination: 'duckdb', dataset: 'shop' },
    source: { name: 'shop', client: { base_url: base, auth: 'bearer', paginator }, resources: ['items'] },
  }
  await writeFile(join(dir, 'shop.yaml'), stringify(document))
})
afterEach(async () => {
  await closeServer()
  await rm(dir, { recursive: true, force: true })
})

async function closeServer(): Promise<void> {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
}

/** Starts the real program with a working folder of its own. */
function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const own = { ...process.env, NO_COLOR: '1', CI: '1', TOLVA_DATA_DIR: join(dir, `data-${args.join('-')}`), ...env }
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: dir, env: own })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => {
    out += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    err += String(chunk)
  })
  const ended = new Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, out, err })),
  )
  return { ended, kill: () => child.kill('SIGKILL') }
}

const run = (...args: readonly string[]) => start(args).ended
const SECRET = { SOURCES__SHOP__CREDENTIALS__TOKEN: 'hush-hush' }

test('a declared pipeline is recorded, and replayed without a server and without its secret', async () => {
  const recorded = await start(['run', 'shop.yaml', '--record', 'cassette'], SECRET).ended
  expect(recorded).toMatchObject({
    code: 0,
    out: expect.stringContaining('completed in'),
    err: expect.stringContaining(`the traffic is kept in ${join(dir, 'cassette')}\n`),
  })
  expect(requests).toBe(4)
  expect((await readdir(join(dir, 'cassette'))).sort()).toEqual([
    ...[1, 2, 3, 4].flatMap((number) => [`000${number}-get-items.body.json`, `000${number}-get-items.json`]),
    'cassette.json',
  ])
  const written = [...(await filesBelow(dir)).map(({ text }) => text), recorded.out, recorded.err]
  expect(found(written.join('\n'), ['hush-hush'])).toEqual([])
  await closeServer()
  const replayed = await run('run', 'shop.yaml', '--replay', 'cassette', '--json')
  expect(JSON.parse(replayed.out).result.report).toMatchObject({ rowCounts: { items: 3 }, warnings: [] })
})

test('a script that runs by itself sends nothing in a replay either', async () => {
  await start(['run', 'shop.yaml', '--record', 'cassette'], SECRET).ended
  await closeServer()
  await writeFile(
    join(dir, 'alone.mjs'),
    `import { pipeline } from '${SRC}index.ts'
    import { restApiSource } from '${SRC}sources/rest-api/index.ts'
    const paginator = { type: 'page_number', basePage: 1, totalPath: null }
    const shop = restApiSource({ name: 'shop', client: { baseUrl: '${base}', auth: 'bearer', paginator }, resources: ['items'] })
    const info = await pipeline({ name: 'alone', destination: 'duckdb' }).run(shop)
    console.log(JSON.stringify(info.rowCounts))`,
  )
  const replayed = await run('run', 'alone.mjs', '--replay', 'cassette')
  expect(replayed).toMatchObject({ code: 0, out: '{"items":3}\n', err: '' })
})

test('a recording whose run was killed says so when it is replayed', async () => {
  const killed = start(['run', 'shop.yaml', '--record', 'cassette'], SECRET)
  await new Promise<void>((reached) => {
    isHeld = (page) => {
      if (page === 3) reached()
      return page === 3
    }
  })
  killed.kill()
  await killed.ended
  expect(JSON.parse(await readFile(join(dir, 'cassette', 'cassette.json'), 'utf8')).complete).toBe(false)
  const replayed = await run('run', 'shop.yaml', '--replay', 'cassette')
  expect(replayed.code).toBe(1)
  expect(replayed.err).toContain('is not in the recording')
  expect(replayed.err).toContain('(it is incomplete: the run that made it was stopped)')
  expect(replayed.err).toContain('which differs in query page: recorded 2, asked 3')
})

test('recording while replaying is refused', async () => {
  const both = await run('run', 'shop.yaml', '--record', 'a', '--replay', 'b')
  expect(both).toMatchObject({ code: 2, err: expect.stringContaining('cannot be used with') })
  expect(requests).toBe(0)
})
