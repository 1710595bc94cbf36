import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createConfigReader } from '../../src/config/resolve.ts'
import { Secret } from '../../src/config/secret.ts'
import { type Certificates, makeCertificates } from '../http/certificates.ts'
import { shown, useServers } from '../http/loopback.ts'
import { type AzureServer, azureAnswer } from './azure-server.ts'

const { listen } = useServers()
const API_KEY = { sections: ['sources', 'shop'], field: 'api_key', secret: true, required: true }
const CLIENT_SECRET = 'pl4nted-client-secret'
const authorities = getCACertificates('default')
let folder = ''
let certificates: Certificates

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-azure-vault-'))
  certificates = makeCertificates(folder)
  setDefaultCACertificates([...authorities, await readFile(certificates.caFile, 'utf8')])
})
afterAll(async () => {
  setDefaultCACertificates(authorities)
  await rm(folder, { recursive: true, force: true })
})

async function startServer(more: Partial<AzureServer>) {
  const server = { tenant: 'acme-tenant', clientId: 'loader', clientSecret: CLIENT_SECRET, secrets: {}, ...more }
  const paths: string[] = []
  let origin = ''
  const options = { cert: certificates.serverCert, key: certificates.serverKey }
  const port = await listen(
    createServer(options, async (incoming, outgoing) => {
      const chunks: Buffer[] = []
      for await (const chunk of incoming) chunks.push(chunk)
      const { method = '', url = '', headers } = incoming
      paths.push(url)
      const body = Buffer.concat(chunks).toString()
      const answer = azureAnswer(server, origin, { method, path: url, headers, body })
      outgoing.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
      outgoing.end(JSON.stringify(answer.body))
    }),
  )
  origin = `https://127.0.0.1:${port}`
  const keys = () => [...new Set(paths.flatMap((path) => /^\/secrets\/([^/?]+)/.exec(path)?.[1] ?? []))].toSorted()
  return { origin, keys, paths }
}

function reader(origin: string, more: Readonly<Record<string, string>> = {}) {
  const at = 'PROVIDERS__AZURE_SECRETS__'
  const settings = {
    VAULT_URL: origin,
    VERIFY_CHALLENGE_RESOURCE: 'false',
    CREDENTIALS__AZURE_TENANT_ID: 'acme-tenant',
    CREDENTIALS__AZURE_CLIENT_ID: 'loader',
    CREDENTIALS__AZURE_CLIENT_SECRET: CLIENT_SECRET,
    CREDENTIALS__AZURE_AUTHORITY_HOST: origin,
    ...more,
  }
  const env = {
    HOME: '/nowhere',
    PROVIDERS__ENABLE_AZURE_SECRETS: 'true',
    ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`${at}${name}`, value])),
  }
  return createConfigReader({ projectDir: '/nowhere', env })
}

describe('Azure Key Vault', () => {
  test('gives a secret a value, after its challenge was answered with a token', async () => {
    const { origin, keys, paths } = await startServer({ secrets: { 'sources--shop--api-key': 'pl4nted' } })
    expect(await reader(origin).read(API_KEY)).toEqual(new Secret('pl4nted'))
    expect(keys()).toEqual(['dlt-secrets-toml', 'sources', 'sources--shop', 'sources--shop--api-key'])
    expect(paths.filter((path) => path.includes('/token'))).toHaveLength(1)
  })

  test('gives a value from a document, and lists its names page by page', async () => {
    const secrets = { a: '', 'sources--shop': '{"api_key": "pl4nted"}', b: '' }
    const { origin, keys } = await startServer({ secrets })
    expect(await reader(origin, { LIST_SECRETS: 'true' }).read(API_KEY)).toEqual(new Secret('pl4nted'))
    expect(keys()).toEqual(['sources--shop'])
  })

  test('is looked on behind what it refuses, which a missing secret tells', async () => {
    const secrets = { 'sources--shop': null }
    const { origin } = await startServer({ secrets, forbidden: ['sources'] })
    const error = await reader(origin).read(API_KEY).catch(String)
    expect(error).toContain('Azure Key Vault: sources (refused: ForbiddenByRbac)')
    expect(error).toContain('Azure Key Vault: sources--shop (refused: SecretDisabled)')
    expect(error).toContain('  Azure Key Vault: sources--shop--api-key\n')
  })

  test('of another domain than its challenge names is not sent a token, unless that is allowed', async () => {
    const { origin, paths } = await startServer({})
    const run = reader(origin, { VERIFY_CHALLENGE_RESOURCE: 'true' }).read(API_KEY)
    await expect(run).rejects.toMatchObject({ code: 'vault_unreachable' })
    expect(paths.filter((path) => path.includes('/token'))).toEqual([])
  })

  test('that does not know who asks, or is down, is an error with its name, the secret’s and what to do', async () => {
    const { origin } = await startServer({ clientSecret: 'another' })
    const denied = await reader(origin)
      .read(API_KEY)
      .catch((error: unknown) => error)
    expect(denied).toMatchObject({
      code: 'vault_access_denied',
      message: expect.stringMatching(/^Azure Key Vault could not be asked for dlt-secrets-toml: /),
      hint: expect.stringContaining('azure_client_secret'),
    })
    const down = await reader('https://127.0.0.1:1')
      .read(API_KEY)
      .catch((error: unknown) => error)
    expect(down).toMatchObject({
      code: 'vault_unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
      hint: expect.stringContaining('vault_url'),
    })
    expect(shown(denied) + shown(down)).not.toContain(CLIENT_SECRET)
  }, 30_000)

  test('needs its address', async () => {
    const env = { HOME: '/nowhere', PROVIDERS__ENABLE_AZURE_SECRETS: 'true' }
    const run = createConfigReader({ projectDir: '/nowhere', env }).read(API_KEY)
    await expect(run).rejects.toThrow(
      /^vault_url is not configured\. Put this in .*config\.toml:\n\n {2}\[providers\.azure_secrets\]/,
    )
  })
})
