import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { duckdb, type Pipeline, pipeline, type RunOptions } from '../../index.ts'
import type { ResourceConfig } from './config.ts'
import { restApiSource } from './rest-api-source.ts'

const PARENTS = 20
const PER_PAGE = 5
const CHILD_PAGES = 3

let root: string
let folder: string
let number = 0
let server: Server
let baseUrl: string
let asked: string[]
/** The connection breaks at this request; undefined: it does not. */
let breakAt: number | undefined

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tolva-rest-resume-'))
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    asked.push(`${url.pathname}${url.search}`)
    if (asked.length === breakAt) return void request.socket.destroy()
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(answer(url)))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  baseUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
})
beforeEach(() => {
  folder = join(root, `${number++}`)
  asked = []
  breakAt = undefined
})
afterAll(async () => {
  server.close()
  await rm(root, { recursive: true, force: true })
})

/** `/parents?page=`: five of them; `/parents/<id>/children?cursor=`: two, three pages a parent. */
function answer({ pathname, searchParams }: URL): unknown {
  const [, , id] = pathname.split('/')
  if (id === undefined) {
    const page = Number(searchParams.get('page') ?? 0)
    const data = Array.from({ length: PER_PAGE }, (_, row) => ({ id: page * PER_PAGE + row }))
    return { data, total: PARENTS / PER_PAGE }
  }
  const page = Number(searchParams.get('cursor') ?? 0)
  const next = page + 1 < CHILD_PAGES ? String(page + 1) : null
  return { items: [0, 1].map((row) => ({ id: Number(id) * 100 + page * 10 + row })), cursors: { next } }
}

function api(options: Partial<ResourceConfig> = {}) {
  return restApiSource({
    name: 's',
    client: { baseUrl, maxAttempts: 1 },
    resources: [
      {
        name: 'parents',
        endpoint: { path: 'parents', dataSelector: 'data', paginator: { type: 'page_number', totalPath: 'total' } },
      },
      {
        name: 'children',
        includeFromParent: ['id'],
        endpoint: {
          path: 'parents/{resources.parents.id}/children',
          dataSelector: 'items',
          paginator: { type: 'cursor' },
        },
        ...options,
      },
    ],
  })
}

const open = (): Pipeline =>
  pipeline({
    name: 'p',
    destination: duckdb({ path: join(folder, 'x.duckdb') }),
    dataset: 'd',
    dataDir: folder,
    projectDir: root,
  })

async function ids(table: string): Promise<readonly unknown[]> {
  const rows = await open().dataset().table(table).rows()
  return rows.map((row) => row.id).toSorted((a, b) => Number(a) - Number(b))
}

const ALL_PARENTS = Array.from({ length: PARENTS }, (_, id) => id)
const ALL_CHILDREN = ALL_PARENTS.flatMap((id) =>
  [0, 1, 2].flatMap((page) => [0, 1].map((row) => id * 100 + page * 10 + row)),
)
const REQUESTS = PARENTS / PER_PAGE + PARENTS * CHILD_PAGES

async function brokenAt(request: number, options: RunOptions, config: Partial<ResourceConfig> = {}): Promise<void> {
  breakAt = request
  await expect(open().run(api(config), options)).rejects.toMatchObject({ code: 'network' })
  breakAt = undefined
}

describe('a REST source that stopped in the middle of a parent', () => {
  it.each([2, 3, 17, 18, 19, 40, REQUESTS])('at request %i goes on with that very request', async (request) => {
    await brokenAt(request, {})
    await open().run(api())
    expect(await ids('parents')).toEqual(ALL_PARENTS)
    expect(await ids('children')).toEqual(ALL_CHILDREN)
    expect(asked).toHaveLength(REQUESTS + 1)
    expect(new Set(asked).size).toBe(REQUESTS)
    expect(asked[request]).toBe(asked[request - 1])
  })

  it.each([17, 33, 50])(
    'at request %i with a page log and checkpoints fetches and loads nothing twice',
    async (request) => {
      const options = { checkpoint: { pages: 4 } }
      await brokenAt(request, options)
      await open().run(api(), options)
      expect(await ids('parents')).toEqual(ALL_PARENTS)
      expect(await ids('children')).toEqual(ALL_CHILDREN)
      expect(asked).toHaveLength(REQUESTS + 1)
    },
  )

  it.each([17, 33, 50])(
    'at request %i without a log fetches the segment and the page of the parent again',
    async (request) => {
      const options = { checkpoint: { pages: 4 }, pageLog: false }
      await brokenAt(request, options)
      await open().run(api(), options)
      expect(await ids('parents')).toEqual(ALL_PARENTS)
      expect(await ids('children')).toEqual(ALL_CHILDREN)
      expect(asked.length - REQUESTS).toBeLessThanOrEqual(4 + 1)
    },
  )

  it('with parallel requests fetches again at most those that were under way', async () => {
    const config = { parallelized: true }
    await brokenAt(40, {}, config)
    const before = asked.length
    await open().run(api(config))
    expect(await ids('children')).toEqual(ALL_CHILDREN)
    const again = asked.slice(before).filter((url) => asked.slice(0, before).includes(url))
    expect(again.length).toBeLessThanOrEqual(5)
  })

  it('with parallel requests and checkpoints neither loses nor doubles a row', async () => {
    const config = { parallelized: true }
    const options = { checkpoint: { pages: 3 } }
    for (const request of [20, 55]) await brokenAt(request, options, config)
    await open().run(api(config), options)
    expect(await ids('parents')).toEqual(ALL_PARENTS)
    expect(await ids('children')).toEqual(ALL_CHILDREN)
  })
})
