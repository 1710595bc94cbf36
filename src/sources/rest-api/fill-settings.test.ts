import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { pipeline } from '../../index.ts'
import { restApi } from './rest-api.ts'
import { type RestApiSourceConfig, restApiSource } from './rest-api-source.ts'

const asked: { readonly url: string; readonly version: string | undefined }[] = []
const server = createServer((request, response) => {
  asked.push({ url: request.url ?? '', version: request.headers['x-version']?.toString() })
  if (request.url === '/secret') response.statusCode = 403
  response.end('[{"id":1}]')
})
let dir: string
beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
})
afterAll(() => server.close())
beforeEach(async () => {
  asked.length = 0
  dir = await mkdtemp(join(tmpdir(), 'tolva-settings-'))
  await mkdir(join(dir, '.dlt'))
  return () => rm(dir, { recursive: true, force: true })
})

const port = () => (server.address() as AddressInfo).port

const repos = (): RestApiSourceConfig => ({
  name: 'hub',
  client: { baseUrl: `http://127.0.0.1:${port()}` },
  resources: [
    { name: 'meta', endpoint: { path: 'meta', headers: { 'X-Version': { type: 'setting', field: 'version' } } } },
    {
      name: 'issues',
      selected: false,
      endpoint: {
        path: 'repos/{owner}/issues',
        params: { owner: { type: 'setting' }, labels: { type: 'setting', field: 'issue_labels' } },
        dataSelector: '$',
      },
    },
    {
      name: 'comments',
      selected: false,
      endpoint: { path: 'issues/{id}/comments', params: { id: '{resources.issues.id}' }, dataSelector: '$' },
    },
  ],
})

const hub = () => pipeline({ name: 'hub', destination: 'duckdb', projectDir: dir, dataDir: join(dir, 'data'), env: {} })
const configure = (text: string) => writeFile(join(dir, '.dlt', 'config.toml'), text)

test('a setting is read from the section of the source and put into paths, parameters and headers', async () => {
  await configure('[sources.hub]\nversion = 2\nowner = "a/{b}"\nissue_labels = ["x", "y"]\n')
  await hub().run(restApiSource(repos()), { select: ['meta', 'issues'] })
  expect(asked).toEqual([
    { url: '/meta', version: '2' },
    { url: '/repos/a/%7Bb%7D/issues?labels=x&labels=y', version: undefined },
  ])
})

test('a setting that nothing of the run needs may be missing', async () => {
  await configure('[sources.hub]\nversion = "1"\n')
  await hub().run(restApiSource(repos()))
  expect(asked.map(({ url }) => url)).toEqual(['/meta'])
})

test('a missing setting of a resource that is asked for, or of one that it depends on, is an error before any request', async () => {
  await configure('[sources.hub]\nversion = "1"\n')
  for (const run of [
    () => hub().run(restApiSource(repos()), { select: ['meta', 'comments'] }),
    () => hub().run(restApiSource(repos()).pick('meta', 'issues')),
  ]) {
    await expect(run()).rejects.toMatchObject({ code: 'missing_config', message: expect.stringContaining('owner') })
  }
  expect(asked).toEqual([])
})

test('a setting that is a table is refused by its name', async () => {
  await configure('[sources.hub.version]\na = 1\n')
  await expect(hub().run(restApiSource(repos()))).rejects.toMatchObject({
    message: expect.stringContaining('the setting version of source hub is no text'),
    hint: 'write it as version = "…" under [sources.hub]',
  })
})

test('a resource whose setting has no value asks for nothing, even where it is opened by hand', async () => {
  const { name: _, ...config } = repos()
  const built = restApi({ ...config, resources: config.resources.slice(1, 2) }).map((one) => one.select(true))
  await expect(hub().run(built)).rejects.toMatchObject({
    code: 'missing_config',
    message: expect.stringContaining('resource issues needs the setting owner and issue_labels, which has no value'),
  })
  expect(asked).toEqual([])
})

test('what is picked is loaded, also where it is not selected', async () => {
  await configure('[sources.hub]\nowner = "me"\nissue_labels = "x"\n')
  const info = await hub().run(restApiSource(repos()).pick('issues'))
  expect(info.rowCounts).toMatchObject({ issues: 1 })
})

test('the part of an address that differs from account to account is a setting', async () => {
  const source = restApiSource({ name: 'hub', client: { baseUrl: 'http://{host}' }, resources: ['meta'] })
  await configure(`[sources.hub]\nhost = "127.0.0.1:${port()}"\n`)
  await hub().run(source)
  expect(asked.map(({ url }) => url)).toEqual(['/meta'])
  for (const host of ['127.0.0.1/elsewhere', 'user@127.0.0.1', 'a b']) {
    await configure(`[sources.hub]\nhost = "${host}"\n`)
    await expect(hub().run(source)).rejects.toMatchObject({
      code: 'invalid_config',
      message: expect.stringContaining('the setting host of source hub does not fit into http://{host}'),
    })
  }
  await configure('')
  await expect(hub().run(source)).rejects.toMatchObject({
    code: 'missing_config',
    hint: expect.stringContaining('add host under [sources.hub] in'),
  })
})

test('a secret of an auth may stand beside the settings, and is named where it is refused', async () => {
  const source = restApiSource({
    name: 'hub',
    client: {
      baseUrl: `http://127.0.0.1:${port()}`,
      auth: { type: 'api_key', name: 'X-Version', apiKey: { type: 'setting', field: 'key' } },
    },
    resources: ['meta', 'secret'],
  })
  await expect(hub().run(source)).rejects.toMatchObject({
    code: 'missing_config',
    hint: expect.stringContaining('add key under [sources.hub] in'),
  })
  await writeFile(join(dir, '.dlt', 'secrets.toml'), '[sources.hub]\nkey = "k-0123"\n')
  await expect(hub().run(source)).rejects.toMatchObject({
    code: 'http_403',
    hint: 'check what the token is allowed to read; it was found under sources.hub.key',
  })
  expect(asked).toContainEqual({ url: '/meta', version: 'k-0123' })
})

test('a setting that nobody looks up is no secret', () => {
  const client = {
    baseUrl: 'http://127.0.0.1',
    auth: { type: 'bearer', token: { type: 'setting', field: 'key' } },
  } as const
  expect(() => restApi({ client, resources: ['meta'] })).toThrow('the bearer auth has no token')
})

test('all that is missing is told at once, a line for each', async () => {
  const source = restApiSource({
    name: 'hub',
    client: {
      baseUrl: 'http://{host}',
      auth: { type: 'http_basic', username: { type: 'setting' }, password: { type: 'setting', field: 'token' } },
    },
    resources: [{ name: 'repos', endpoint: { path: 'repos/{owner}', params: { owner: { type: 'setting' } } } }],
  })
  await configure('')
  const error = await hub()
    .run(source)
    .then(String, (reason: unknown) => String(reason))
  expect(error).toContain('username, token, host, owner are not configured')
  expect(error).toMatch(/secrets\.toml:\n\n {2}\[sources\.hub\]\n {2}username = "…"\n {2}token = "…"\n/)
  expect(error).toMatch(/config\.toml:\n\n {2}\[sources\.hub\]\n {2}host = "…"\n {2}owner = "…"\n/)
})
