import { expect, test } from 'vitest'
import { api, get, list, type Node, reason, User } from '../../../../test/openapi/shop-api.ts'
import { openApiToConfig } from './open-api-to-config.ts'

const secured = (scheme: Node, security: readonly Node[] = [{ key: [] }]) =>
  openApiToConfig(api({ '/users': get(list(User)) }, { security, components: { securitySchemes: { key: scheme } } }))

test.each<[string, Node, unknown, readonly string[]]>([
  [
    'a header',
    { type: 'apiKey', name: 'X-Key', in: 'header' },
    { type: 'api_key', name: 'X-Key', location: 'header' },
    ['api_key'],
  ],
  [
    'a query',
    { type: 'apiKey', name: 'key', in: 'query' },
    { type: 'api_key', name: 'key', location: 'query' },
    ['api_key'],
  ],
  [
    'a cookie',
    { type: 'apiKey', name: 'sid', in: 'cookie' },
    { type: 'api_key', name: 'sid', location: 'cookie' },
    ['api_key'],
  ],
  ['basic', { type: 'http', scheme: 'basic' }, { type: 'http_basic' }, ['username', 'password']],
  ['bearer', { type: 'http', scheme: 'Bearer' }, { type: 'bearer' }, ['token']],
  ['OpenID Connect', { type: 'openIdConnect', openIdConnectUrl: 'https://x' }, { type: 'bearer' }, ['token']],
  [
    'OAuth with a person',
    {
      type: 'oauth2',
      flows: { authorizationCode: { authorizationUrl: 'https://x', tokenUrl: 'https://y', scopes: {} } },
    },
    { type: 'bearer' },
    ['token'],
  ],
  [
    'client credentials',
    { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/token', scopes: { a: '' } } } },
    {
      type: 'oauth2_client_credentials',
      accessTokenUrl: 'https://api.shop.com/token',
      accessTokenRequestData: { scope: 'a b' },
    },
    ['client_id', 'client_secret'],
  ],
])('%s makes an auth', (_, scheme, auth, secrets) => {
  const conversion = secured(scheme, [{ key: scheme.type === 'oauth2' ? ['a', 'b'] : [] }])
  expect(conversion.config.client.auth).toEqual(auth)
  expect(conversion.secrets).toEqual(secrets)
  expect(reason(conversion, 'client.auth')).toMatch(/^key: /)
})

test('an auth that nothing here speaks is a note', () => {
  const conversion = secured({ type: 'http', scheme: 'digest' })
  expect(conversion.config.client.auth).toBeUndefined()
  expect(conversion.notes).toContain('key is HTTP digest, which no auth here speaks')
})

test('endpoints that want another auth than the client has are named', () => {
  const securitySchemes = { token: { type: 'http', scheme: 'bearer' }, admin: { type: 'http', scheme: 'basic' } }
  const conversion = openApiToConfig(
    api(
      {
        '/users': get(list(User)),
        '/open': get(list(User), [], { security: [] }),
        '/audit': get(list(User), [], { security: [{ admin: [] }] }),
      },
      { security: [{ token: [] }], components: { securitySchemes } },
    ),
  )
  expect(conversion.config.client.auth).toEqual({ type: 'bearer' })
  expect(conversion.notes).toEqual(['/audit: not token but admin is asked for; give endpoint.auth there'])
})
