import { createVerify, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { clientOf, shown, useServers } from '../../../test/http/loopback.ts'
import { Secret } from '../../config/secret.ts'
import { functionAuth } from './function-auth.ts'
import { jwtAuth } from './jwt.ts'
import { type OAuth2ClientCredentialsConfig, oauth2ClientCredentialsAuth } from './oauth2-client-credentials.ts'
import { type AuthConfig, createAuth } from './registry.ts'

const { serve } = useServers()

/** An API that takes the tokens which its token server gave last; `/token` of the same server. */
async function protectedApi(answer: (form: URLSearchParams, count: number) => object | number = () => ({})) {
  const good = new Set<string>()
  const forms: URLSearchParams[] = []
  const server = await serve(({ path, headers, body }, outgoing) => {
    if (path !== '/token') {
      const token = headers.authorization?.replace('Bearer ', '') ?? ''
      return outgoing.writeHead(good.has(token) ? 200 : 401).end('[]')
    }
    forms.push(new URLSearchParams(body))
    const extra = answer(new URLSearchParams(body), forms.length)
    if (typeof extra === 'number') return outgoing.writeHead(extra).end('{"error":"invalid_grant"}')
    const token = `token-${forms.length}`
    good.add(token)
    return outgoing.end(JSON.stringify({ access_token: token, expires_in: 3600, ...extra }))
  })
  const tokenCalls = () => server.arrived.filter(({ path }) => path === '/token')
  return { url: server.url, forms, tokenCalls, arrived: server.arrived, revoke: () => good.clear() }
}

const oauth = (url: string, more: Partial<OAuth2ClientCredentialsConfig> = {}) =>
  oauth2ClientCredentialsAuth({
    accessTokenUrl: `${url}/token`,
    clientId: 'me',
    clientSecret: new Secret('hush-hush'),
    ...more,
  })

describe('OAuth 2 client credentials', () => {
  test('go into the form, with scope and audience', async () => {
    const api = await protectedApi()
    const auth = oauth(api.url, { accessTokenRequestData: { scope: 'read', audience: 'https://a' } })
    await clientOf().send(`${api.url}/t`, { auth })
    expect(Object.fromEntries(api.forms[0] ?? [])).toEqual({
      client_id: 'me',
      client_secret: 'hush-hush',
      grant_type: 'client_credentials',
      scope: 'read',
      audience: 'https://a',
    })
  })

  test('go into the header where the server wants them there, form-encoded', async () => {
    const api = await protectedApi()
    const auth = oauth(api.url, { clientAuth: 'basic', clientSecret: 'a:b c' })
    await clientOf().send(`${api.url}/t`, { auth })
    const [call] = api.tokenCalls()
    expect(call?.headers.authorization).toBe(`Basic ${Buffer.from('me:a%3Ab+c').toString('base64')}`)
    expect(call?.body).toBe('grant_type=client_credentials')
  })

  test('twenty requests share one token, and again the next one when the API refuses it', async () => {
    const api = await protectedApi()
    const auth = oauth(api.url)
    const { send } = clientOf()
    const twenty = () => Promise.all(Array.from({ length: 20 }, () => send(`${api.url}/t`, { auth })))
    await twenty()
    expect(api.tokenCalls().length).toBe(1)
    api.revoke()
    const answers = await twenty()
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect(api.tokenCalls().length).toBe(2)
  })

  test('a request that is broken off does not take the token from those that wait for it', async () => {
    const stop = new AbortController()
    const { promise: asked, resolve } = Promise.withResolvers<void>()
    const api = await serve(({ path, headers }, outgoing) => {
      if (path !== '/token') return outgoing.writeHead(headers.authorization === 'Bearer tok-2' ? 200 : 401).end('[]')
      const count = api.arrived.filter((one) => one.path === '/token').length
      // The first token request is never answered.
      return count === 1 ? resolve() : outgoing.end('{"access_token":"tok-2"}')
    })
    const auth = oauth(api.url)
    const broken = expect(clientOf({}, stop.signal).send(`${api.url}/t`, { auth })).rejects.toThrow('dropped')
    const other = clientOf().send(`${api.url}/t`, { auth })
    await asked
    stop.abort(new Error('dropped'))
    await broken
    expect((await other).status).toBe(200)
  })

  test('one request at a time is enough for a token on the way', async () => {
    const api = await protectedApi()
    const { send } = clientOf({ maxConcurrent: 1 })
    const auth = oauth(api.url)
    const answers = await Promise.all([1, 2, 3].map(() => send(`${api.url}/t`, { auth })))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  })

  test('a new token that is refused too is an error after one more try', async () => {
    const api = await serve(({ path }, outgoing) =>
      path === '/token' ? outgoing.end('{"access_token":"bad-token"}') : outgoing.writeHead(401).end('no bad-token'),
    )
    const failure = await clientOf()
      .send(`${api.url}/t`, { auth: oauth(api.url) })
      .catch((error) => error)
    expect(failure).toMatchObject({ code: 'http_401', context: { body: 'no ***' } })
    expect(api.arrived.map(({ path }) => path)).toEqual(['/token', '/t', '/token', '/t'])
  })

  test('an answer that is passed over by its status does not hide an expired token', async () => {
    const api = await protectedApi()
    const auth = oauth(api.url, { accessToken: 'old-token' })
    const { status } = await clientOf().send(`${api.url}/t`, { auth, isFinal: ({ status }) => status === 401 })
    expect(status).toBe(200)
  })

  test('a token is replaced a little before it expires', async () => {
    let now = 0
    const auth = oauth('http://h')
    const tokens: string[] = []
    const io = {
      elapsed: () => now,
      now: Date.now,
      send: async () => ({
        url: 'http://h/token',
        status: 200,
        headers: new Map<string, string>(),
        body: Buffer.from(JSON.stringify({ access_token: `t${tokens.length}`, expires_in: 3600 })),
      }),
    }
    for (now of [0, 3_589_999, 3_590_000]) {
      const ready = await auth.apply({ method: 'GET', url: 'http://h/', params: [], headers: {} }, io)
      tokens.push(ready.headers.Authorization ?? '')
    }
    expect(tokens).toEqual(['Bearer t0', 'Bearer t0', 'Bearer t2'])
  })

  test('the next token is got by the refresh token, as long as the server takes it', async () => {
    const api = await protectedApi((form, count) => {
      if (form.get('refresh_token') === 'refresh-2') return 400
      return { refresh_token: `refresh-${count}` }
    })
    const auth = oauth(api.url)
    const { send } = clientOf()
    for (let round = 0; round < 3; round += 1) {
      expect((await send(`${api.url}/t`, { auth })).status).toBe(200)
      api.revoke()
    }
    expect(api.forms.map((form) => [form.get('grant_type'), form.get('refresh_token')])).toEqual([
      ['client_credentials', null],
      ['refresh_token', 'refresh-1'],
      ['refresh_token', 'refresh-2'],
      ['client_credentials', null],
    ])
  })

  test('where a user’s refresh token is given, its failure is not papered over by the client’s own rights', async () => {
    const api = await protectedApi(() => 400)
    const auth = oauth(api.url, { refreshToken: 'refresh-of-user' })
    const failure = await clientOf()
      .send(`${api.url}/t`, { auth })
      .catch((error) => error)
    expect(failure).toMatchObject({ code: 'http_400', hint: expect.stringContaining('client_auth') })
    expect(failure.message).toMatch(/^the token server gives no token: the API answered 400 Bad Request to POST http:/)
    expect(api.forms.map((form) => form.get('grant_type'))).toEqual(['refresh_token'])
  })
})

describe('a signed assertion (jwt)', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'pass-phrase' },
  })
  const config = (url: string) => ({
    clientId: 'robot@example.com',
    privateKey: new Secret(privateKey),
    privateKeyPassphrase: new Secret('pass-phrase'),
    authEndpoint: `${url}/token`,
    scopes: ['read', 'write'],
    headers: { 'X-Tenant': 'acme' },
  })

  test('is exchanged for a token that the requests carry', async () => {
    const api = await protectedApi()
    await clientOf().send(`${api.url}/t`, { auth: jwtAuth(config(api.url)) })
    const [form] = api.forms
    expect(form?.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer')
    const [head = '', claims = '', signature = ''] = form?.get('assertion')?.split('.') ?? []
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
    expect(read(head)).toEqual({ alg: 'RS256', typ: 'JWT' })
    const { iat, exp, ...others } = read(claims)
    expect(others).toEqual({
      iss: 'robot@example.com',
      sub: 'robot@example.com',
      aud: `${api.url}/token`,
      scope: 'read write',
    })
    expect(exp - iat).toBe(3600)
    expect(Math.abs(iat - Date.now() / 1000)).toBeLessThan(60)
    const isGood = createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(publicKey, signature, 'base64url')
    expect(isGood).toBe(true)
    expect(api.tokenCalls()[0]?.headers['x-tenant']).toBe('acme')
  })

  test('a key in one line, as environment variables have it, is read', () => {
    expect(() => jwtAuth({ ...config('http://h'), privateKey: privateKey.replaceAll('\n', '\\n') })).not.toThrow()
  })

  test('a key that cannot be read is an error before any request, without the key', () => {
    const make = () => jwtAuth({ ...config('http://h'), privateKeyPassphrase: 'other' })
    expect(make).toThrow('the private key of the jwt auth cannot be read')
    try {
      make()
    } catch (error) {
      expect(error).toMatchObject({
        code: 'invalid_private_key',
        hint: expect.stringContaining('private_key_passphrase'),
      })
      expect(shown(error)).not.toContain(privateKey.slice(40, 80))
    }
  })
})

describe('no secret shows in errors, logs and events', () => {
  const secret = 'hush hush/+=é'
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const kinds: Readonly<Record<string, (url: string) => AuthConfig>> = {
    bearer: () => ({ type: 'bearer', token: 'hush-token' }),
    'api_key in a header': () => ({ type: 'api_key', apiKey: 'hush-key', name: 'X-Odd' }),
    'api_key in the query': () => ({ type: 'api_key', apiKey: secret, name: 'odd', location: 'query' }),
    'api_key in a cookie': () => ({ type: 'api_key', apiKey: 'hush-cookie', name: 'odd', location: 'cookie' }),
    http_basic: () => ({ type: 'http_basic', username: 'me', password: secret }),
    oauth2_client_credentials: (url) => ({
      type: 'oauth2_client_credentials',
      accessTokenUrl: `${url}/token`,
      clientId: 'me',
      clientSecret: secret,
      refreshToken: 'hush-refresh',
    }),
    'oauth2 in the header': (url) => ({
      type: 'oauth2_client_credentials',
      accessTokenUrl: `${url}/token`,
      clientId: 'me',
      clientSecret: secret,
      clientAuth: 'basic',
    }),
    jwt: (url) => ({ type: 'jwt', clientId: 'me', privateKey, authEndpoint: `${url}/token` }),
  }

  /** Answers with all that it was sent, the way careless servers do. */
  const echo = () =>
    serve(({ path, headers, body }, outgoing) =>
      path === '/token'
        ? outgoing.end('{"access_token":"hush-got"}')
        : outgoing.writeHead(400).end(`${path} ${JSON.stringify(headers)} ${body}`),
    )
  const secrets = [
    secret,
    encodeURIComponent(secret),
    'hush+hush',
    'hush-',
    Buffer.from(`me:${secret}`).toString('base64'),
  ]

  test.for(Object.entries(kinds))('%s, when the API repeats what it was sent', async ([, config]) => {
    const api = await echo()
    const { send, events, lines } = clientOf()
    const failure = await send(`${api.url}/t`, { auth: createAuth(config(api.url)) }).catch((error) => error)
    expect(failure).toMatchObject({ code: 'http_400' })
    const all = `${shown(failure)}${JSON.stringify(events)}${lines.join('')}`
    expect(all).toContain('127.0.0.1')
    expect(secrets.filter((text) => all.includes(text))).toEqual([])
  })

  test.for(['oauth2_client_credentials', 'oauth2 in the header', 'jwt'])(
    '%s, when the token server repeats what it was sent',
    async (kind) => {
      const api = await serve(({ headers, body }, outgoing) =>
        outgoing.writeHead(400).end(`${JSON.stringify(headers)} ${body}`),
      )
      const { send, events, lines } = clientOf()
      const failure = await send(`${api.url}/t`, { auth: createAuth(kinds[kind]!(api.url)) }).catch((error) => error)
      expect(failure).toMatchObject({ code: 'http_400', message: expect.stringContaining('no token') })
      const all = `${shown(failure)}${JSON.stringify(events)}${lines.join('')}`
      expect([...secrets, privateKey.slice(40, 80), 'assertion=ey'].filter((text) => all.includes(text))).toEqual([])
    },
  )

  test('a key in a URL that is none', async () => {
    const auth = createAuth({ type: 'api_key', apiKey: 'hush-key', name: 'odd', location: 'query' })
    const failure = await clientOf()
      .send('http://[/t', { auth })
      .catch((error) => error)
    expect(failure).toMatchObject({ code: 'network' })
    expect(shown(failure)).not.toContain('hush')
  })
})

describe('a function as auth', () => {
  test('changes each request, at once or later', async () => {
    const api = await serve((_, outgoing) => outgoing.end('[]'))
    const auth = functionAuth(async (request) => ({ ...request, headers: { ...request.headers, 'X-Sign': 'signed' } }))
    await clientOf().send(`${api.url}/t`, { auth })
    expect(api.arrived[0]?.headers['x-sign']).toBe('signed')
  })

  test('what it sets stays behind on a redirect to another host, and out of messages', async () => {
    const other = await serve(({ headers }, outgoing) => outgoing.writeHead(400).end(`${headers['x-sign']} signed-1`))
    const api = await serve((_, outgoing) => outgoing.writeHead(302, { location: `${other.url}/t` }).end())
    const auth = functionAuth((request) => ({
      ...request,
      params: [...request.params, ['odd', 'in-query']],
      headers: { ...request.headers, 'X-Sign': 'signed-1' },
    }))
    const { send, events } = clientOf()
    const failure = await send(`${api.url}/t`, { auth }).catch((error) => error)
    expect(failure).toMatchObject({ code: 'http_400', context: { body: 'undefined ***' } })
    expect(JSON.stringify(events)).not.toContain('in-query')
  })
})
