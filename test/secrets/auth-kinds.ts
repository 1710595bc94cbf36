import { generateKeyPairSync } from 'node:crypto'

/** A way to prove who asks, and the texts in it that must not show anywhere. */
export interface AuthKind {
  readonly name: string
  /** In `client` of the configuration. */
  readonly client: Readonly<Record<string, unknown>>
  /** In `endpoint.params`. */
  readonly params?: Readonly<Record<string, string>>
  /** Under `[sources.vault.credentials]` of secrets.toml. */
  readonly toml?: Readonly<Record<string, string>>
  /** Environment variables. */
  readonly env?: Readonly<Record<string, string>>
  readonly tokens: readonly string[]
}

/** Unmistakable, and with what URLs, forms, JSON and base64 spell in another way. */
const token = (of: string) => `pl4nted/+of=${of}&x y`

const privateKey = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
}).privateKey

/** What stands in the vault that the API is as well. */
export const IN_VAULT = token('in the vault')

/** What the token server of the API gives. */
export const ISSUED = 'pl4nted.issued-by-the-server'

/** Every kind of auth that a configuration can name; `url` is that of the API. */
export function authKinds(url: string): readonly AuthKind[] {
  const oauth = { type: 'oauth2_client_credentials', access_token_url: `${url}/token`, client_id: 'client-1' }
  const issued = [ISSUED, `${ISSUED}-r`]
  return [
    {
      name: 'bearer from the environment',
      client: { auth: 'bearer' },
      env: { SOURCES__VAULT__CREDENTIALS__TOKEN: token('bearer') },
      tokens: [token('bearer')],
    },
    {
      name: 'bearer from a vault',
      client: { auth: 'bearer' },
      env: {
        PROVIDERS__ENABLE_HASHICORP_SECRETS: 'true',
        PROVIDERS__HASHICORP_SECRETS__ADDRESS: url,
        PROVIDERS__HASHICORP_SECRETS__CREDENTIALS__TOKEN: token('who asks the vault'),
      },
      tokens: [token('who asks the vault'), IN_VAULT],
    },
    {
      name: 'http_basic',
      client: { auth: 'http_basic' },
      toml: { username: 'someone', password: token('basic') },
      tokens: [token('basic'), Buffer.from(`someone:${token('basic')}`).toString('base64')],
    },
    ...(['header', 'query', 'cookie'] as const).map((location) => ({
      name: `api_key in the ${location}`,
      client: { auth: { type: 'api_key', name: 'odd', location } },
      toml: { api_key: location === 'cookie' ? 'pl4nted/+of=cookie' : token(location) },
      tokens: [location === 'cookie' ? 'pl4nted/+of=cookie' : token(location)],
    })),
    {
      name: 'oauth2 with the secret in the form',
      client: { auth: oauth },
      toml: { client_secret: token('oauth') },
      tokens: [token('oauth'), ...issued],
    },
    {
      name: 'oauth2 with the secret in the header',
      client: { auth: { ...oauth, client_auth: 'basic' } },
      toml: { client_secret: token('oauth-basic') },
      tokens: [
        token('oauth-basic'),
        Buffer.from(`client-1:${new URLSearchParams([['', token('oauth-basic')]]).toString().slice(1)}`).toString(
          'base64',
        ),
        ...issued,
      ],
    },
    {
      name: 'jwt',
      client: { auth: { type: 'jwt', client_id: 'client-1', auth_endpoint: `${url}/token` } },
      toml: { private_key: privateKey },
      tokens: [privateKey.split('\n')[5] ?? privateKey, ...issued],
    },
    {
      name: 'a header of the client',
      client: { headers: { 'X-Auth-Token': token('header') } },
      tokens: [token('header')],
    },
    {
      name: 'a parameter whose name says it',
      client: {},
      params: { api_key: token('param') },
      tokens: [token('param')],
    },
    {
      name: 'a secret in the configuration itself',
      client: { auth: { type: 'bearer', token: token('inline') } },
      tokens: [token('inline')],
    },
  ]
}
