import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createConfigReader } from '../../src/config/resolve.ts'
import { Secret } from '../../src/config/secret.ts'
import { googleSecrets } from '../../src/config/vaults/index.ts'
import { shown, useServers } from '../http/loopback.ts'
import { type GoogleServer, googleAnswer } from './google-server.ts'

const { serve } = useServers()
const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const clientEmail = 'loader@acme.iam.gserviceaccount.com'
const API_KEY = { sections: ['sources', 'shop'], field: 'api_key', secret: true, required: true }

async function startServer(more: Partial<GoogleServer>) {
  const server: GoogleServer = { project: 'acme', publicKey, clientEmail, secrets: {}, ...more }
  const { url, arrived } = await serve((request, outgoing) => {
    const { status, body } = googleAnswer(server, request)
    outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  const keys = () => arrived.map(({ path }) => /secrets\/([^/]+)\//.exec(path)?.[1] ?? 'list').toSorted()
  return { url, keys }
}

/** As a project has it that configures the vault by environment variables alone. */
function reader(url: string, more: Readonly<Record<string, string>> = {}, key = privateKey) {
  const at = 'PROVIDERS__GOOGLE_SECRETS__'
  const env = {
    HOME: '/nowhere',
    PROVIDERS__ENABLE_GOOGLE_SECRETS: 'true',
    [`${at}CREDENTIALS__PROJECT_ID`]: 'acme',
    [`${at}CREDENTIALS__CLIENT_EMAIL`]: clientEmail,
    [`${at}CREDENTIALS__PRIVATE_KEY`]: key,
    [`${at}CREDENTIALS__ENDPOINT_URL`]: url,
    ...Object.fromEntries(Object.entries(more).map(([name, value]) => [`${at}${name}`, value])),
  }
  return createConfigReader({ projectDir: '/nowhere', env, pipelineName: 'p' })
}

describe('Google Secret Manager', () => {
  test('gives a value from a document, by one signed GET for each name that dlt knows', async () => {
    const { url, keys } = await startServer({ secrets: { 'sources-shop': '[sources.shop]\napi_key = "pl4nted"' } })
    expect(await reader(url).read(API_KEY)).toEqual(new Secret('pl4nted'))
    expect(keys()).toEqual([
      'dlt_secrets_toml',
      'p-dlt_secrets_toml',
      'p-sources',
      'p-sources-api_key',
      'p-sources-shop',
      'sources',
      'sources-api_key',
      'sources-shop',
    ])
  })

  test('gives a single secret where only_toml_fragments is off', async () => {
    const { url } = await startServer({ secrets: { 'sources-shop-api_key': 'pl4nted' } })
    await expect(reader(url).read(API_KEY)).rejects.toMatchObject({ code: 'missing_config' })
    expect(await reader(url, { ONLY_TOML_FRAGMENTS: 'false' }).read(API_KEY)).toEqual(new Secret('pl4nted'))
  })

  test('is asked for what its list has, all pages of it', async () => {
    const secrets = { a: '', b: '', 'sources-shop': 'api_key = "pl4nted"' }
    const { url, keys } = await startServer({ secrets, mayList: true })
    expect(await reader(url, { LIST_SECRETS: 'true' }).read(API_KEY)).toEqual(new Secret('pl4nted'))
    expect(keys()).toEqual(['list', 'list', 'sources-shop'])
  })

  test('says when it may not be listed', async () => {
    const { url } = await startServer({})
    await expect(reader(url, { LIST_SECRETS: 'true' }).read(API_KEY)).rejects.toMatchObject({
      code: 'vault_access_denied',
      hint: 'Grant roles/secretmanager.viewer, or set list_secrets = false.',
    })
  })

  test('is looked on behind what it refuses, which a missing secret tells', async () => {
    const { url } = await startServer({ secrets: { sources: null }, forbidden: ['sources-shop'] })
    const error = await reader(url).read(API_KEY).catch(String)
    expect(error).toContain('Google Secrets: sources-shop (refused: PERMISSION_DENIED)')
    expect(error).toContain('Google Secrets: sources (refused: its newest version is disabled or destroyed)')
  })

  test('takes a key file as one text, and code instead of a configuration', async () => {
    const { url } = await startServer({ secrets: { sources: '[shop]\napi_key = "pl4nted"' } })
    const credentials = JSON.stringify({ project_id: 'acme', client_email: clientEmail, private_key: privateKey })
    const vault = googleSecrets({ credentials, endpoint: url })
    const env = { HOME: '/nowhere' }
    expect(await createConfigReader({ projectDir: '/nowhere', env, providers: [vault] }).read(API_KEY)).toEqual(
      new Secret('pl4nted'),
    )
    expect(() => googleSecrets({ credentials: 'pl4nted' })).toThrow('are not the JSON of a key file')
  })

  test('that does not know who asks, or is down, is an error with its name, the secret’s and what to do', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const wrong = String(other.privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const { url } = await startServer({})
    const denied = await reader(url, {}, wrong)
      .read(API_KEY)
      .catch((error: unknown) => error)
    expect(denied).toMatchObject({ code: 'vault_access_denied', message: expect.stringContaining('dlt_secrets_toml') })
    const down = await reader('http://127.0.0.1:1')
      .read(API_KEY)
      .catch((error: unknown) => error)
    expect(down).toMatchObject({
      code: 'vault_unreachable',
      message: expect.stringMatching(/^Google Secrets could not be asked for dlt_secrets_toml: /),
      hint: expect.stringContaining('can be reached from here'),
    })
    const body = privateKey.split('\n')[5] ?? privateKey
    expect(shown(denied) + shown(down)).not.toContain(body)
    expect(shown(denied)).not.toContain('eyJ')
  }, 30_000)
})
