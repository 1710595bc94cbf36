import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { stringify } from 'yaml'
import { library } from '../../src/cli/installed-library.ts'
import { runCli } from '../../src/cli/run-cli.ts'
import type { HttpRequest } from '../../src/http/request.ts'
import { pipeline } from '../../src/index.ts'
import { restApiSource } from '../../src/sources/rest-api/index.ts'
import { useServers } from '../http/loopback.ts'
import { type AuthKind, authKinds, IN_VAULT, ISSUED } from './auth-kinds.ts'
import { filesBelow, found } from './places.ts'
import { MODES, type Mode, protectedApi } from './protected-api.ts'

vi.setConfig({ testTimeout: 120_000 })

const { serve } = useServers()
let dir: string

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tolva-secrets-'))
  vi.stubEnv('TOLVA_DATA_DIR', join(dir, 'data'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(dir, { recursive: true, force: true })
})

async function startApi() {
  const other = await serve(protectedApi({ issued: ISSUED, inVault: IN_VAULT }, () => ''))
  // The same machine by another name is another host.
  const elsewhere = other.url.replace('127.0.0.1', 'localhost')
  const api = await serve(protectedApi({ issued: ISSUED, inVault: IN_VAULT }, () => elsewhere))
  return { url: api.url, arrived: api.arrived, elsewhere: other.arrived }
}

/** One command line, with all that it printed and logged. The sink of the log takes things as they are given. */
async function tolva(...args: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  const lines: string[] = []
  const write = (text: string | Uint8Array) => lines.push(String(text)) > 0
  const log = (message: string, fields?: object) => lines.push(`${message} ${JSON.stringify(fields)}`)
  const logger = { debug: log, info: log, warn: log, error: log }
  const real = await library()
  const code = await runCli(args, {
    streams: { stdout: { write }, stderr: { write } },
    env: { ...process.env, NO_COLOR: '1', CI: '1' },
    cwd: dir,
    library: async () => ({
      ...real,
      pipeline: (options) =>
        real.pipeline(
          Object.assign(options, { logger, onEvent: (event: unknown) => lines.push(JSON.stringify(event)) }),
        ),
    }),
    signal: new AbortController().signal,
    now: Date.now,
    stoppable: (work) => work(),
    withStdoutAsStderr: (work) => work(),
  })
  return { code, text: lines.join('\n') }
}

const EXPECTED: Readonly<Record<Mode, string>> = {
  ok: '"rows": 3',
  linked: 'http_500',
  denied: 'http_401',
  missing: 'http_404',
  broken: 'http_500',
  away: 'http_401',
  cut: 'invalid_json',
  slow: 'timeout',
  keys: 'selector_no_match',
  drift: 'contract_data_type',
}

async function configure(kind: AuthKind, url: string): Promise<void> {
  await mkdir(join(dir, '.dlt'), { recursive: true })
  const lines = Object.entries(kind.toml ?? {}).map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
  await writeFile(join(dir, '.dlt', 'secrets.toml'), `[sources.vault.credentials]\n${lines.join('\n')}\n`)
  for (const [name, value] of Object.entries(kind.env ?? {})) vi.stubEnv(name, value)
  for (const mode of [...MODES, 'parts' as const]) {
    const endpoint = {
      path: mode === 'parts' ? 'linked' : mode,
      params: kind.params ?? {},
      data_selector: 'rows',
      paginator: { type: 'json_link', next_url_path: 'next' },
    }
    const frozen = { columns: { id: { data_type: 'bigint' } }, schema_contract: { data_type: 'freeze' } }
    const document = {
      pipeline: {
        name: `vault_${mode}`,
        destination: 'duckdb',
        dataset: 'vault',
        ...(mode === 'parts' && { checkpoint: { pages: 1 } }),
      },
      source: {
        name: 'vault',
        client: { base_url: url, max_attempts: 1, timeout_seconds: mode === 'slow' ? 0.3 : 10, ...kind.client },
        resources: [{ name: 'rows', endpoint, ...(mode === 'drift' && frozen) }],
      },
    }
    await writeFile(join(dir, `${mode}.yaml`), stringify(document))
  }
}

/** What stands there because a user put it there. */
const OWN = /(secrets\.toml|\.yaml)$/

async function leaks(outputs: readonly { readonly of: string; readonly text: string }[], tokens: readonly string[]) {
  const files = (await filesBelow(dir)).filter(({ path }) => !OWN.test(path))
  const places = [...outputs, ...files.map(({ path, text }) => ({ of: path.slice(dir.length + 1), text }))]
  return places.flatMap(({ of, text }) => found(text, tokens).map((token) => `${token} in ${of}`))
}

const KINDS = authKinds('http://api.invalid').map(({ name }, index) => [name, index] as const)

describe.each(KINDS)('%s shows nowhere', (_, index) => {
  test('whatever happens', async () => {
    const api = await startApi()
    const kind = authKinds(api.url)[index]
    if (kind === undefined) throw new Error('no such kind')
    await configure(kind, api.url)
    const outputs: { readonly of: string; readonly text: string }[] = []
    for (const mode of MODES) {
      const { text } = await tolva('run', `${mode}.yaml`, '--json', '--record', join('cassettes', mode))
      if (!text.includes(EXPECTED[mode])) throw new Error(`${mode} is not ${EXPECTED[mode]}: ${text.slice(-2000)}`)
      outputs.push({ of: `run ${mode}`, text })
    }
    // Each was sent where it belongs: else there would be nothing to find.
    expect(found(JSON.stringify(api.arrived), kind.tokens.slice(0, 1).concat(kind.tokens)).length).toBeGreaterThan(0)
    expect(found(JSON.stringify(api.elsewhere), kind.tokens)).toEqual([])
    for (const args of [
      ['run', 'denied.yaml'],
      // Leaves its pages on disk, and how far it came in the state.
      ['run', 'linked.yaml'],
      ['run', 'parts.yaml'],
      ['plan', 'ok.yaml'],
      ['rest', 'check', 'ok.yaml'],
      ['rest', 'check', 'denied.yaml', '--json'],
      ['pipeline', 'vault_ok', 'info'],
      ['pipeline', 'vault_ok', 'trace'],
      ['pipeline', 'vault_linked', 'trace', '--json'],
      ['pipeline', 'vault_linked', 'info', '--json'],
      ['pipeline', 'vault_ok', 'schema'],
      ['pipeline', 'vault_ok', 'check'],
      ['pipeline', 'vault_linked', 'check', '--json'],
    ]) {
      outputs.push({ of: args.join(' '), text: (await tolva(...args)).text })
    }
    expect(await leaks(outputs, kind.tokens)).toEqual([])
    expect((await filesBelow(dir)).map(({ path }) => path.slice(dir.length + 1))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/vault_linked\/log\/.*\.log$/),
        expect.stringMatching(/vault_denied\/live\/.*\.jsonl$/),
        'vault_parts.duckdb',
      ]),
    )
    // Where they do stand, they are found.
    const own = (await filesBelow(dir)).filter(({ path }) => OWN.test(path)).map(({ text }) => text)
    const given = [...own, JSON.stringify(kind.env ?? {})].join('\n')
    expect(found(given, kind.tokens.slice(0, 1))).toEqual(kind.tokens.slice(0, 1))
  })
})

describe('a secret that is not where it should be shows nowhere', () => {
  const PLANTED = 'pl4nted-where-it-does-not-belong'
  const cases: readonly (readonly [string, object, string])[] = [
    ['under a misspelled key of the auth', { auth: { type: 'bearer', tokn: PLANTED } }, 'invalid_config'],
    ['as a list', { auth: { type: 'bearer', token: [PLANTED] } }, 'invalid_config'],
    ['as the kind of the auth', { auth: PLANTED }, 'invalid_config'],
    [
      'as a private key',
      { auth: { type: 'jwt', client_id: 'c', auth_endpoint: 'http://127.0.0.1:1', private_key: PLANTED } },
      'invalid_private_key',
    ],
    ['in the address of a proxy', { proxy: `http://me:${PLANTED}@127.0.0.1:1` }, 'network'],
    ['in the base URL', { base_url: `http://me:${PLANTED}@127.0.0.1:1` }, 'network'],
  ]
  test.each(cases)('%s', async (_, client, code) => {
    const document = {
      pipeline: { name: 'vault_wrong', destination: 'duckdb', dataset: 'vault' },
      source: {
        name: 'vault',
        client: { base_url: 'http://127.0.0.1:1', max_attempts: 1, ...client },
        resources: ['rows'],
      },
    }
    await writeFile(join(dir, 'wrong.yaml'), stringify(document))
    const outputs = []
    for (const more of [['--json', '--record', 'cassette'], []]) {
      const { text } = await tolva('run', 'wrong.yaml', ...more)
      expect(text).toContain(more.length > 0 ? code : 'next: ')
      outputs.push({ of: 'run', text })
    }
    outputs.push({ of: 'check', text: (await tolva('rest', 'check', 'wrong.yaml')).text })
    expect(await leaks(outputs, [PLANTED])).toEqual([])
    expect(found(stringify(document), [PLANTED])).toEqual([PLANTED])
  })
})

test('what a function of the user’s own puts on requests shows nowhere', async () => {
  const api = await startApi()
  const planted = 'pl4nted/+of=function'
  const own = (request: HttpRequest): HttpRequest => ({
    ...request,
    headers: { ...request.headers, 'X-Signed': `v1 ${planted}` },
    params: [...request.params, ['sig2', planted]],
  })
  const texts: { readonly of: string; readonly text: string }[] = []
  for (const mode of MODES.filter((one) => one !== 'slow')) {
    const log = (message: string, fields?: object) =>
      texts.push({ of: mode, text: `${message} ${JSON.stringify(fields)}` })
    const made = pipeline({
      name: `own_${mode}`,
      destination: 'duckdb',
      dataset: 'vault',
      dataDir: join(dir, 'data'),
      projectDir: dir,
      logger: { debug: log, info: log, warn: log, error: log },
      onEvent: (event) => texts.push({ of: mode, text: JSON.stringify(event) }),
    })
    const endpoint = {
      path: mode,
      dataSelector: 'rows',
      paginator: { type: 'json_link', nextUrlPath: 'next' },
    } as const
    const source = restApiSource({
      name: 'vault',
      client: { baseUrl: api.url, maxAttempts: 1, auth: own },
      resources: [{ name: 'rows', endpoint }],
    })
    for (const options of [{}, { record: join(dir, 'cassettes', mode) }]) {
      const ended = await made.run(source, options).catch((error: unknown) => error)
      texts.push({ of: mode, text: `${ended}${JSON.stringify(ended)}${inspect(ended, { depth: 20 })}` })
    }
  }
  expect(found(JSON.stringify(api.arrived), [planted])).toEqual([planted])
  expect(found(JSON.stringify(api.elsewhere), [planted])).toEqual([])
  expect(await leaks(texts, [planted])).toEqual([])
})

test('a run goes on from a link whose key was not kept, with the key that is configured now', async () => {
  let isDown = true
  const api = await serve(({ path }, outgoing) => {
    const url = new URL(path, 'http://localhost')
    const page = Number(url.searchParams.get('page') ?? 1)
    if (page === 3 && isDown) return void outgoing.writeHead(500).end()
    url.searchParams.set('page', String(page + 1))
    const next = page < 4 ? `${url.pathname}${url.search}` : null
    outgoing.setHeader('content-type', 'application/json').end(JSON.stringify({ rows: [{ id: page }], next }))
  })
  const run = (apiKey: string) => {
    const auth = { type: 'api_key', name: 'odd', location: 'query', apiKey } as const
    const endpoint = { path: 'x', dataSelector: 'rows', paginator: { type: 'json_link', nextUrlPath: 'next' } } as const
    const source = restApiSource({
      name: 'vault',
      client: { baseUrl: api.url, maxAttempts: 1, auth },
      resources: [{ name: 'rows', endpoint }],
    })
    const place = { dataDir: join(dir, 'data'), projectDir: dir }
    return pipeline({ name: 'goes_on', destination: 'duckdb', dataset: 'vault', ...place }).run(source)
  }
  await expect(run('pl4nted/old key')).rejects.toMatchObject({ code: 'http_500' })
  expect(await leaks([], ['pl4nted/old key'])).toEqual([])
  isDown = false
  const asked = api.arrived.length
  expect((await run('pl4nted/new key')).rowCounts).toEqual({ rows: 4 })
  const later = api.arrived.slice(asked).map(({ path }) => new URL(path, 'http://localhost').searchParams)
  expect(later.map((params) => [params.get('page'), params.getAll('odd')])).toEqual([
    ['3', ['pl4nted/new key']],
    ['4', ['pl4nted/new key']],
  ])
})
