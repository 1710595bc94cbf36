import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ChatbotSandbox, startChatbotSandbox } from '../../src/testing/index.ts'
import { setup as buildWhereStale } from '../built-package.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')
const TOKEN = 'sandbox-token'
const USERS = 120
const run = promisify(execFile)

let folder: string
let sandbox: ChatbotSandbox
const running = new Set<ChildProcess>()

/** A project as a DuckDB user has it: the tarball is installed, no optional package beside it. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tolva-installed-'))
  sandbox = await startChatbotSandbox({ users: USERS, token: TOKEN })
  buildWhereStale()
  const packed = await run('npm', ['pack', '--json', '--silent', '--pack-destination', folder], { cwd: ROOT })
  const [{ filename }] = JSON.parse(packed.stdout)
  await writeFile(path.join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  // What npm has in its cache is not brought again.
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', `./${filename}`], { cwd: folder })
  await mkdir(path.join(folder, '.dlt'))
  const secrets = `[sources.chatbot_source]\napi_key = "${TOKEN}"\n`
  await writeFile(path.join(folder, '.dlt', 'secrets.toml'), secrets)
  const example = await readFile(path.join(ROOT, 'examples', 'chatbot', 'chatbot.yaml'), 'utf8')
  await writeFile(path.join(folder, 'chatbot.yaml'), example.replace('https://api.chatbot.com', sandbox.url))
})
afterAll(async () => {
  // What npx started is in its group.
  for (const { pid } of running) if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  await sandbox?.close()
  await rm(folder, { recursive: true, force: true })
})

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A program in the project. Connections out of this machine are refused and written down. */
function start(program: readonly string[], { network = path.join(folder, 'connections.log') } = {}) {
  const [name = '', ...args] = program
  const child = spawn(name, args, {
    cwd: folder,
    detached: true,
    env: {
      ...process.env,
      TOLVA_DATA_DIR: path.join(folder, 'data'),
      NO_COLOR: '1',
      CI: '1',
      NODE_OPTIONS: `--import ${path.join(import.meta.dirname, 'only-loopback.mjs')}`,
      CONNECTIONS_LOG: network,
    },
  })
  running.add(child)
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const ended = once(child, 'close').then(([code]): Ended => {
    running.delete(child)
    return { code, out, err }
  })
  return { child, ended, out: () => out }
}

const npx = (...args: readonly string[]): Promise<Ended> => start(['npx', '--no', 'tolva', ...args]).ended

test('the tarball brings its dependencies and no optional package', async () => {
  const installed = await readdir(path.join(folder, 'node_modules'))
  expect(installed).toEqual(expect.arrayContaining(['tolva', '@duckdb', 'hono']))
  for (const optional of ['pg', 'mysql2', 'arquero', 'apache-arrow', 'vega', 'preact', '@aws-sdk', 'avsc']) {
    expect(installed).not.toContain(optional)
  }
  expect(existsSync(path.join(folder, 'node_modules', 'tolva', 'src'))).toBe(false)
})

test('a pipeline loads, is looked at, checked and explored, and nothing leaves this machine', async () => {
  const loaded = await npx('run', 'chatbot.yaml', '--json')
  expect(loaded, loaded.err).toMatchObject({ code: 0 })
  expect(JSON.parse(loaded.out)).toMatchObject({ ok: true, result: { report: { rowCounts: { users: USERS } } } })

  await look()

  const checked = await npx('pipeline', 'chatbot_pipeline', 'check', '--json')
  expect(checked, checked.err).toMatchObject({ code: 0 })
  const { ok, result } = JSON.parse(checked.out)
  expect([ok, result.checks.length]).toEqual([true, 5])
  expect(result.health).not.toBe('bad')

  const explored = await npx('explore', 'chatbot_pipeline', '--html', 'out.html')
  expect(explored, explored.err).toMatchObject({ code: 0 })
  const html = await readFile(path.join(folder, 'out.html'), 'utf8')
  expect(html).toContain('users')
  expect(outsideOf(html)).toEqual([])

  const counted = await npx('query', 'chatbot_pipeline', 'select count(*) as n from users', '--json')
  expect(JSON.parse(counted.out)).toMatchObject({ result: { rows: [[USERS]] } })
  const unknown = await npx('pipeline', 'chatbot_pipelin', 'check', '--json')
  expect(unknown.code).toBe(2)
  expect(JSON.parse(unknown.out)).toMatchObject({
    ok: false,
    error: { hint: expect.stringContaining('chatbot_pipeline') },
  })

  expect(existsSync(path.join(folder, 'connections.log'))).toBe(false)
})

test('a connection that leaves this machine would have been noticed', async () => {
  const network = path.join(folder, 'outside.log')
  const text = await readFile(path.join(folder, 'chatbot.yaml'), 'utf8')
  await writeFile(path.join(folder, 'outside.yaml'), text.replace(sandbox.url, 'http://192.0.2.1:9'))
  const tried = start(['npx', '--no', 'tolva', 'run', 'outside.yaml'], { network })
  while (!existsSync(network)) {
    const over = await Promise.race([tried.ended, once(tried.child.stderr, 'data')])
    if ('code' in over) break
  }
  expect(await readFile(network, 'utf8')).toContain('192.0.2.1')
  if (tried.child.pid !== undefined && running.has(tried.child)) process.kill(-tried.child.pid, 'SIGKILL')
  await tried.ended
})

/** Opens the dashboard as a browser does, with its token, and ends it by Ctrl-C. */
async function look(): Promise<void> {
  // npx itself dies of a Ctrl-C, whatever the program does.
  const tolva = path.join('node_modules', '.bin', 'tolva')
  const shown = start([tolva, 'pipeline', 'chatbot_pipeline', 'show', '--no-open', '--json', '--port', '0'])
  const url = await new Promise<URL>((resolve, reject) => {
    shown.child.stdout.on('data', () => {
      const found = /"url": "([^"]+)"/.exec(shown.out())?.[1]
      if (found !== undefined) resolve(new URL(found))
    })
    shown.ended.then(({ code, err }) => reject(new Error(`show ended with ${code}: ${err}`)), reject)
  })
  expect([url.hostname, url.pathname]).toEqual(['127.0.0.1', '/p/chatbot_pipeline'])

  const opened = await fetch(url, { redirect: 'manual' })
  expect(opened.status).toBe(303)
  expect(opened.headers.get('location')).toBe('/p/chatbot_pipeline')
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? ''
  const get = (where: string, headers: Record<string, string> = { cookie }) =>
    fetch(new URL(where, url.origin), { headers })

  const page = await get('/p/chatbot_pipeline')
  const html = await page.text()
  expect([page.status, outsideOf(html)]).toEqual([200, []])
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  const assets = [...html.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, asset]) => asset ?? '')
  expect(assets.length).toBeGreaterThan(1)
  for (const asset of assets) expect([asset, (await get(asset)).status]).toEqual([asset, 200])

  const of = '/api/pipelines/chatbot_pipeline'
  expect((await get('/api/pipelines', {})).status).toBe(401)
  const record = await (await get(`${of}/runs/last`)).json()
  expect(record).toMatchObject({ outcome: 'completed', rowCounts: { users: USERS } })
  const users = record.resources.find(({ name }: { readonly name: string }) => name === 'users')
  expect(users.bytes).toBeGreaterThan(USERS * 100)
  expect(await (await get(`${of}/row-counts`)).json()).toMatchObject({ counts: { users: USERS } })

  if (shown.child.pid !== undefined) process.kill(-shown.child.pid, 'SIGINT')
  const { code, err } = await shown.ended
  expect([code, err]).toEqual([0, ''])
}

/** What a page would fetch from elsewhere. */
function outsideOf(html: string): readonly string[] {
  const sources =
    /<(?:script|img|link|iframe|source|video|audio|object|embed)\b[^>]*?\b(?:src|href|data)=["']?(?:https?:)?\/\/[^"'\s>]+/gi
  const styles = /url\(["']?(?:https?:)?\/\/[^)]+\)|@import\s+["'](?:https?:)?\/\/[^"']+/gi
  return [...(html.match(sources) ?? []), ...(html.match(styles) ?? [])]
}
