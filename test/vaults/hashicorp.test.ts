import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createConfigReader } from '../../src/config/resolve.ts'
import { Secret } from '../../src/config/secret.ts'
import { hashicorpSecrets } from '../../src/config/vaults/index.ts'
import { pipeline } from '../../src/index.ts'
import { shown, useServers } from '../http/loopback.ts'
import { type HashicorpServer, hashicorpServer } from './hashicorp-server.ts'

const { serve } = useServers()
const API_KEY = { sections: ['sources', 'shop'], field: 'api_key', secret: true, required: true }
const TOKEN = 'hvs.pl4nted'

async function startServer(more: Partial<HashicorpServer>) {
  const answerTo = hashicorpServer({ mount: 'secret', tokens: new Set([TOKEN]), secrets: {}, ...more })
  const { url, arrived } = await serve((request, outgoing) => {
    const { status, body } = answerTo(request)
    outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  return { url, paths: () => arrived.map(({ path }) => path).toSorted() }
}

function variables(address: string, more: Readonly<Record<string, string>> = {}) {
  const at = 'PROVIDERS__HASHICORP_SECRETS__'
  return {
    HOME: '/nowhere',
    PROVIDERS__ENABLE_HASHICORP_SECRETS: 'true',
    PROVIDERS__HASHICORP_SECRETS__ADDRESS: address,
    PROVIDERS__HASHICORP_SECRETS__CREDENTIALS__TOKEN: TOKEN,
    ...Object.fromEntries(Object.entries(more).map(([name, value]) => [`${at}${name}`, value])),
  }
}

const reader = (address: string, more: Readonly<Record<string, string>> = {}) =>
  createConfigReader({ projectDir: '/nowhere', env: variables(address, more) })

const AS_ROLE = { CREDENTIALS__ROLE_ID: 'role', CREDENTIALS__SECRET_ID: 'pl4nted-secret-id' }

describe('HashiCorp Vault', () => {
  test('gives a field of a section, by one GET for each path', async () => {
    const { url, paths } = await startServer({ secrets: { 'dlt/sources/shop': { api_key: 'pl4nted' } } })
    expect(await reader(url).read(API_KEY)).toEqual(new Secret('pl4nted'))
    expect(paths()).toEqual([
      '/v1/secret/data/dlt/dlt_secrets_toml',
      '/v1/secret/data/dlt/sources',
      '/v1/secret/data/dlt/sources/shop',
      '/v1/secret/data/dlt/sources/shop/api_key',
    ])
  })

  test.each([
    ['a whole secrets.toml', { 'dlt/dlt_secrets_toml': { value: '[sources.shop]\napi_key = "pl4nted"' } }],
    ['a tree of JSON', { 'dlt/dlt_secrets_toml': { sources: { shop: { api_key: 'pl4nted' } } } }],
    ['a value alone', { 'dlt/sources/shop/api_key': { value: 'pl4nted' } }],
  ])('holds %s', async (_, secrets) => {
    const { url } = await startServer({ secrets })
    expect(await reader(url).read(API_KEY)).toEqual(new Secret('pl4nted'))
  })

  test('is asked at another mount, in a namespace, with another prefix', async () => {
    const { url } = await startServer({
      mount: 'teams/data',
      namespace: 'acme',
      secrets: { 'loads/sources/shop': { api_key: 'pl4nted' } },
    })
    const settings = { MOUNT: 'teams/data', NAMESPACE: 'acme', SECRET_NAME_PREFIX: 'loads/' }
    expect(await reader(url, settings).read(API_KEY)).toEqual(new Secret('pl4nted'))
  })

  test('is not taken for what the machine or a source calls by the same names', async () => {
    const { url } = await startServer({ secrets: { 'dlt/sources/shop': { api_key: 'pl4nted' } } })
    const others = { NAMESPACE: 'k8s', MOUNT: 'disk', ADDRESS: 'http://127.0.0.1:2', CREDENTIALS__TOKEN: 'of a source' }
    const one = createConfigReader({ projectDir: '/nowhere', env: { ...variables(url), ...others } })
    expect(await one.read(API_KEY)).toEqual(new Secret('pl4nted'))
    const { PROVIDERS__HASHICORP_SECRETS__CREDENTIALS__TOKEN: VAULT_TOKEN, ...rest } = variables(url)
    const two = createConfigReader({ projectDir: '/nowhere', env: { ...rest, ...others, VAULT_TOKEN } })
    expect(await two.read(API_KEY)).toEqual(new Secret('pl4nted'))
  })

  test('gives a role a token, and another once that has expired', async () => {
    const tokens = new Set(['hvs.one'])
    const role = { roleId: 'role', secretId: 'pl4nted-secret-id', issues: ['hvs.one', 'hvs.two'] }
    const secrets = { 'dlt/sources/shop': { api_key: 'pl4nted' } }
    const { url } = await startServer({ tokens, role, secrets })
    const one = reader(url, AS_ROLE)
    expect(await one.read(API_KEY)).toEqual(new Secret('pl4nted'))
    tokens.clear()
    tokens.add('hvs.two')
    await expect(one.read({ ...API_KEY, field: 'other' })).rejects.toMatchObject({ code: 'missing_config' })
  })

  test('is asked for what its list has, folder by folder', async () => {
    const secrets = { 'dlt/a/b': {}, 'dlt/sources/shop': { api_key: 'pl4nted' }, other: {} }
    const { url, paths } = await startServer({ secrets })
    expect(await reader(url, { LIST_SECRETS: 'true' }).read(API_KEY)).toEqual(new Secret('pl4nted'))
    expect(paths()).toEqual([
      '/v1/secret/data/dlt/sources/shop',
      '/v1/secret/metadata/dlt/?list=true',
      '/v1/secret/metadata/dlt/a/?list=true',
      '/v1/secret/metadata/dlt/sources/?list=true',
    ])
  })

  test('is looked on behind what it refuses or has deleted, which a missing secret tells', async () => {
    const { url } = await startServer({ secrets: { 'dlt/sources/shop': null }, forbidden: ['dlt/sources'] })
    const error = await reader(url).read(API_KEY).catch(String)
    expect(error).toContain('  HashiCorp Vault: dlt/sources/shop\n')
    expect(error).toContain('  HashiCorp Vault: dlt/sources (refused: permission denied)\n')
  })

  test('is asked again while it is sealed for a moment', async () => {
    const { url } = await startServer({ sealedFor: 2, secrets: { 'dlt/sources/shop': { api_key: 'pl4nted' } } })
    expect(await reader(url).read(API_KEY)).toEqual(new Secret('pl4nted'))
  })

  test.each([
    ['sealed', { sealedFor: 9 }, {}, 'vault_unreachable', /it is sealed .*status 503/],
    ['without such an engine', { mount: 'kv' }, {}, 'vault_unreachable', /no KV engine of version 2 at secret\//],
    ['that knows no such token', { tokens: new Set(['other']) }, {}, 'vault_access_denied', /does not know the token/],
    ['that knows no such role', {}, AS_ROLE, 'vault_access_denied', /the role was refused with status 400/],
  ] as const)('%s is an error with its name, the secret’s and what to do', async (_, server, settings, code, why) => {
    const { url } = await startServer(server)
    const error = await reader(url, settings)
      .read(API_KEY)
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code, message: expect.stringMatching(why), hint: expect.stringMatching(/./) })
    expect(shown(error)).toMatch(/HashiCorp Vault could not be asked for (dlt\/dlt_secrets_toml|a token)/)
    expect(shown(error)).not.toContain('pl4nted')
  })

  test('that is down is an error that names its address', async () => {
    const error = await reader('http://127.0.0.1:2')
      .read(API_KEY)
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'vault_unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
      hint: expect.stringContaining('http://127.0.0.1:2'),
    })
  })
})

test('a run that was refused secrets says so in one warning', async () => {
  const { url } = await startServer({ forbidden: ['dlt/sources', 'dlt/destination'] })
  const folder = await mkdtemp(join(tmpdir(), 'tolva-refused-'))
  const vault = hashicorpSecrets({ address: url, token: TOKEN })
  const place = { dataDir: folder, projectDir: folder, env: { HOME: folder } }
  const shop = pipeline({ name: 'shop', destination: 'duckdb', providers: [vault], ...place })
  const { warnings } = await shop.run([{ id: 1 }], { tableName: 'things' })
  await rm(folder, { recursive: true, force: true })
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toMatch(
    /^HashiCorp Vault refused dlt\/\w+ \(permission denied\), dlt\/\w+ \(permission denied\): /,
  )
})

test('tolva config explain says what it looked at in a vault, and shows no value', async () => {
  const { url } = await startServer({ secrets: { 'dlt/sources/shop': { api_key: 'pl4nted' } } })
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
  const env = { ...variables(url), PATH: process.env.PATH ?? '', NO_COLOR: '1' }
  const args = [main, 'config', 'explain', 'sources.shop.api_key']
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env, cwd: tmpdir() })
  expect(stdout).toContain('sources.shop.api_key = ***   from HashiCorp Vault')
  expect(stdout).toContain('  · HashiCorp Vault: dlt/dlt_secrets_toml\n  ✓ HashiCorp Vault: dlt/sources/shop\n')
  expect(stdout + stderr).not.toContain('pl4nted')
})
