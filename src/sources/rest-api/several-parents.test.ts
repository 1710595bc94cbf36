import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { duckdb, pipeline } from '../../index.ts'
import type { RestApiConfig } from './config.ts'
import { restApi } from './rest-api.ts'
import { restApiSource } from './rest-api-source.ts'

let folder: string
let server: Server
let asked: string[]
/** Answers by path; the last part of any other path is the id of its row. */
let answers: Readonly<Record<string, unknown>>
/** Paths that fail, so many times. */
let failures: Map<string, number>
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-several-parents-'))
  asked = []
  answers = {}
  failures = new Map()
  server = createServer((request, response) => {
    const path = request.url ?? '/'
    asked.push(path)
    const left = failures.get(path) ?? 0
    failures.set(path, left - 1)
    if (left > 0) return void response.writeHead(503).end('{}')
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(answers[path] ?? [{ id: path.split('/').at(-1) }]))
  }).listen(0)
  await new Promise((resolve) => server.once('listening', resolve))
})
afterEach(async () => {
  server.close()
  await rm(folder, { recursive: true, force: true })
})

function api(resources: RestApiConfig['resources']) {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return restApiSource({
    name: 'api',
    client: { baseUrl: `http://localhost:${port}`, paginator: 'single_page', maxAttempts: 1 },
    resources,
  })
}

const open = () =>
  pipeline({
    name: 'api',
    destination: duckdb({ path: join(folder, 'out.duckdb') }),
    dataset: 'ds',
    dataDir: join(folder, 'data'),
    projectDir: folder,
    env: {},
  })

const rows = (table: string, ...columns: readonly string[]) =>
  open()
    .dataset()
    .table(table)
    .select(...columns)
    .rows()

const below = [
  { name: 'orgs', endpoint: 'orgs' },
  { name: 'repos', endpoint: { path: 'orgs/{resources.orgs.slug}/repos' } },
  { name: 'issues', endpoint: { path: 'repos/{resources.repos.id}/issues' } },
] as const

describe('parents that depend on each other', () => {
  beforeEach(() => {
    answers = {
      '/orgs': [
        { slug: 'a', region: { code: 'eu' } },
        { slug: 'b', region: { code: 'us' } },
      ],
      '/orgs/a/repos': [{ id: 1 }, { id: 2 }],
      '/orgs/b/repos': [{ id: 3 }],
      '/repos/1/issues': [{ id: 10 }],
      '/repos/2/issues': [{ id: 20 }, { id: 21 }],
      '/repos/3/issues': [{ id: 30 }],
    }
  })

  test('are read once, and each row knows the rows that it came from, however far above they are', async () => {
    const comments = {
      name: 'comments',
      includeFromParent: ['issues.id', 'orgs.slug'],
      endpoint: {
        path: '{resources.orgs.region.code}/{resources.repos.id}/issues/{resources.issues.id}/comments',
        params: { org: '{resources.orgs.slug}' },
        dataSelector: '$',
      },
    }
    answers = {
      ...answers,
      '/eu/1/issues/10/comments?org=a': [{ text: 'A' }],
      '/eu/2/issues/20/comments?org=a': [],
      '/eu/2/issues/21/comments?org=a': [{ text: 'B' }, { text: 'C' }],
      '/us/3/issues/30/comments?org=b': [{ text: 'D' }],
    }
    await open().run(api([comments, ...below]))
    expect(asked).toEqual([...new Set(asked)])
    expect(await rows('comments', '_issues_id', '_orgs_slug', 'text')).toEqual([
      { _issues_id: 10, _orgs_slug: 'a', text: 'A' },
      { _issues_id: 21, _orgs_slug: 'a', text: 'B' },
      { _issues_id: 21, _orgs_slug: 'a', text: 'C' },
      { _issues_id: 30, _orgs_slug: 'b', text: 'D' },
    ])
  })

  test('tell the same when a run that stopped is gone on with', async () => {
    const comments = { name: 'comments', endpoint: { path: 'c/{resources.orgs.slug}/{resources.issues.id}' } }
    failures.set('/c/a/21', 1)
    await expect(open().run(api([...below, comments]))).rejects.toThrow('503')
    const before = asked.length
    await open().run(api([...below, comments]))
    expect(asked.slice(before)).toEqual(['/c/a/21', '/orgs/b/repos', '/repos/3/issues', '/c/b/30'])
    expect(await rows('comments', 'id')).toEqual([10, 20, 21, 30].map((id) => ({ id: String(id) })))
  })
})

describe('parents that have nothing to do with each other', () => {
  const cells = {
    name: 'cells',
    includeFromParent: ['shops.id', 'days.id'],
    endpoint: { path: 'shops/{resources.shops.id}/days/{resources.days.id}' },
  }
  beforeEach(() => {
    answers = { '/shops': [{ id: 1 }, { id: 2 }], '/days': [{ id: 'mo' }, { id: 'tu' }, { id: 'we' }] }
  })

  test('are combined, each row with each', async () => {
    await open().run(api([cells, { name: 'shops' }, { name: 'days', selected: false }]))
    expect(asked.filter((path) => path === '/days')).toEqual(['/days'])
    const found = await rows('cells', '_shops_id', '_days_id')
    expect(found).toEqual(['mo', 'tu', 'we'].flatMap((day) => [1, 2].map((id) => ({ _shops_id: id, _days_id: day }))))
    expect(await rows('shops', 'id')).toEqual([{ id: 1 }, { id: 2 }])
  })

  test('are combined anew in each run, and gone on with behind the combination that is in', async () => {
    const source = () => api([{ name: 'shops', selected: false }, { name: 'days', selected: false }, cells])
    failures.set('/shops/1/days/tu', 1)
    await expect(open().run(source())).rejects.toThrow('503')
    const before = asked.length
    await open().run(source())
    expect(asked.slice(before).filter((path) => path.includes('/days/'))).toEqual(
      ['1/days/tu', '2/days/tu', '1/days/we', '2/days/we'].map((path) => `/shops/${path}`),
    )
    expect((await rows('cells', '_shops_id')).length).toBe(6)
    answers = { ...answers, '/days': [{ id: 'th' }] }
    await open().run(source())
    expect((await rows('cells', '_shops_id')).length).toBe(8)
  })

  test('may be a dependent one and an independent one, of three resources, too', async () => {
    answers = { ...answers, '/a': [{ id: 7 }], '/s/1': [{ id: 11 }], '/s/2': [{ id: 12 }] }
    const child = { name: 'child', endpoint: { path: 's/{resources.shops.id}' } }
    const all = { name: 'all', endpoint: { path: 'x/{resources.a.id}/{resources.child.id}/{resources.shops.id}' } }
    await open().run(api(['a', 'shops', child, all]))
    expect(asked.filter((path) => path.startsWith('/x'))).toEqual(['/x/7/11/1', '/x/7/12/2'])
  })
})

describe('what cannot be told', () => {
  const client = { baseUrl: 'http://localhost:1' }
  const two = (name: string, path: string) => ({ name, endpoint: { path } })

  test.each([
    [
      'two dependent parents',
      [
        'a',
        'b',
        two('c', '{resources.a.id}'),
        two('d', '{resources.b.id}'),
        two('x', '{resources.c.id}/{resources.d.id}'),
      ],
      'resource x refers to c and d, which depend on others themselves',
    ],
    [
      'an included key of one of several parents',
      ['a', 'b', { ...two('x', '{resources.a.id}/{resources.b.id}'), includeFromParent: ['id'] }],
      'resource x has include_from_parent of id, which does not say of which parent',
    ],
    [
      'the new rows of an incremental parent',
      [
        'a',
        { name: 'b', endpoint: { path: 'b', incremental: { cursorPath: 'at' } } },
        two('x', '{resources.a.id}/{resources.b.id}'),
      ],
      'resource x combines the rows of b with others, but b is incremental',
    ],
  ] as const)('%s is an error before any request', (_, resources, message) => {
    expect(() => restApi({ client, resources })).toThrow(expect.objectContaining({ message }))
  })
})
