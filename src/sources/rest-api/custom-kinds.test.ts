import { describe, expect, test } from 'vitest'
import { useServers } from '../../../test/http/loopback.ts'
import { Secret } from '../../config/secret.ts'
import type { ResourceContext } from '../../contracts/resource.ts'
import { silentLogger } from '../../log/logger.ts'
import type { AuthOption, ClientConfig, EndpointConfig } from './config.ts'
import { restApi } from './rest-api.ts'
import { restApiSource } from './rest-api-source.ts'

const { serve } = useServers()

const context = (): ResourceContext => ({
  signal: new AbortController().signal,
  logger: silentLogger,
  now: Date.now,
  emit: () => {},
  projectDir: '/',
  state: {},
  sourceState: {},
  resource: 't',
})

async function readAll(resources: ReturnType<typeof restApi>): Promise<number> {
  let pages = 0
  for (const resource of resources) for await (const _ of resource.open(context())) pages += 1
  return pages
}

const api = () => serve((_, outgoing) => outgoing.end('[{"id":1}]'))

describe('auths and paginators of the user’s own', () => {
  test('are named in a configuration, with fields of their own', async () => {
    const { url, arrived } = await api()
    const resources = restApi({
      client: { baseUrl: url, auth: { type: 'signed', region: 'eu' }, paginator: 'twice' },
      resourceDefaults: { endpoint: { auth: { type: 'signed', region: 'us' } } },
      resources: ['a', { name: 'b', endpoint: { path: 'b', auth: 'signed' } }],
      customAuths: {
        signed:
          ({ region = 'none' }) =>
          (request) => ({ ...request, headers: { ...request.headers, 'X-Region': String(region) } }),
      },
      customPaginators: {
        twice: () => ({
          name: 'twice',
          start: () => ({ at: 1 }),
          request: ({ at }, configured) => ({ ...configured, params: [['at', String(at)]] }),
          next: ({ at = 1 }) => (at < 2 ? { at: at + 1 } : undefined),
        }),
      },
    })
    expect(await readAll(resources)).toBe(4)
    const seen = arrived.map(({ path, headers }) => `${path} ${headers['x-region']}`)
    expect(seen).toEqual(['/a?at=1 us', '/a?at=2 us', '/b?at=1 none', '/b?at=2 none'])
  })

  test('leave the check of everything else as it is', () => {
    const config = { client: { baseUrl: 'http://h', auth: { type: 'singed' } }, resources: ['a'], customAuths: {} }
    expect(() => restApi(config)).toThrow(
      expect.objectContaining({ code: 'invalid_config', context: expect.objectContaining({ path: 'client.auth' }) }),
    )
  })
})

test('a function is an auth, for the client or an endpoint', async () => {
  const { url, arrived } = await api()
  const sign =
    (name: string): AuthOption =>
    async (request) => ({ ...request, headers: { ...request.headers, 'X-By': name } })
  const resources = restApi({
    client: { baseUrl: url, auth: sign('client') },
    resources: ['a', { name: 'b', endpoint: { path: 'b', auth: sign('endpoint') } }],
  })
  await readAll(resources)
  expect(arrived.map(({ headers }) => headers['x-by'])).toEqual(['client', 'endpoint'])
})

test('what the jwt auth leaves out is looked up beside the other secrets', async () => {
  const asked: string[] = []
  const source = restApiSource({
    name: 'robots',
    client: { baseUrl: 'http://h', auth: 'jwt' },
    resources: ['a'],
  })
  const read = async ({
    sections,
    embedded = [],
    field,
  }: {
    sections: readonly string[]
    embedded?: readonly string[]
    field: string
  }) => {
    if (sections[0] === 'sources') asked.push([...sections, ...embedded, field].join('.'))
    return sections[0] === 'sources' ? new Secret('x') : undefined
  }
  await expect(source.resources({ read })).rejects.toMatchObject({ code: 'invalid_private_key' })
  expect(asked).toEqual(
    ['client_id', 'private_key', 'auth_endpoint'].map((field) => `sources.robots.robots.credentials.${field}`),
  )
})

describe('limits of endpoints and clients', () => {
  const configured = (client: Partial<ClientConfig>, endpoint: Partial<EndpointConfig>, baseUrl = 'http://h') =>
    restApi({ client: { baseUrl, ...client }, resources: [{ name: 'a', endpoint: { path: 'a', ...endpoint } }] })

  test('are checked before any request', () => {
    const rateLimit = { requests: 2, per: 1, burst: 3 }
    for (const make of [() => configured({ rateLimit }, {}), () => configured({}, { rateLimit })]) {
      expect(make).toThrow(expect.objectContaining({ code: 'invalid_config', message: 'rateLimit: burst is 3' }))
    }
  })

  test('of an endpoint hold for its pages', async () => {
    const { url, arrived } = await serve(({ path }, outgoing) =>
      outgoing.end(path.includes('offset=4') ? '[]' : JSON.stringify([path])),
    )
    const paginator = { type: 'offset', limit: 1, totalPath: null } as const
    expect(
      await readAll(configured({}, { paginator, rateLimit: { requests: 2, per: 0.2 } }, url)),
    ).toBeGreaterThanOrEqual(4)
    const times = arrived.map(({ at }) => at)
    const windows = times.map((start) => times.filter((time) => time >= start && time < start + 200).length)
    expect(times.length).toBe(5)
    expect(Math.max(...windows)).toBeLessThanOrEqual(2)
  })

  test('of tries: statuses and budget', async () => {
    const { url, arrived } = await serve((_, outgoing) => outgoing.writeHead(418).end())
    const retry = { statuses: [418], budget: 1 }
    await expect(readAll(configured({ retry, backoffSeconds: 0.001 }, {}, url))).rejects.toMatchObject({
      code: 'retry_budget',
    })
    expect(arrived.length).toBe(2)
  })
})
