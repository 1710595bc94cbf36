import { createServer, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { idsOf } from '../../../test/http/ids-of.ts'
import { quietContext } from '../../../test/http/quiet-context.ts'
import type { Page } from '../../contracts/page.ts'
import type { EndpointConfig } from './config.ts'
import { restApi } from './rest-api.ts'

const LIMIT = 2

/** What the server has, and how it answers. Answers wait until as many requests are there as are to be held. */
let total: number
let asked: number[]
let held: { readonly offset: number; readonly response: ServerResponse }[]
let holdUntil: number
let most: number
let failAt: number | undefined
let closed: number
let baseUrl: string
let stop: () => Promise<void>

beforeEach(async () => {
  total = 10
  asked = []
  held = []
  holdUntil = 1
  most = 0
  failAt = undefined
  closed = 0
  const server = createServer((request, response) => {
    const offset = Number(new URL(request.url ?? '/', 'http://h').searchParams.get('offset'))
    asked.push(offset)
    held.push({ offset, response })
    most = Math.max(most, held.length)
    response.on('close', () => {
      if (!response.writableEnded) closed += 1
    })
    // The first page comes alone; of the others so many are waited for, or all that are left.
    const left = Math.ceil(total / LIMIT) - asked.length
    if (asked.length === 1 || held.length >= holdUntil || left <= 0) answerHeld()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  baseUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  stop = async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
})
afterEach(() => stop())

/** The last that asked is answered first. */
function answerHeld(): void {
  for (const { offset, response } of held.splice(0).toReversed()) {
    if (offset === failAt) response.statusCode = 404
    const rows = Array.from({ length: Math.max(0, Math.min(LIMIT, total - offset)) }, (_, row) => ({
      id: offset + row,
    }))
    response.end(JSON.stringify({ rows, total }))
  }
}

function open(endpoint: EndpointConfig, options: { resumeFrom?: unknown; signal?: AbortSignal } = {}) {
  const [items] = restApi({
    client: { baseUrl, maxAttempts: 1 },
    resources: [
      {
        name: 'items',
        endpoint: { dataSelector: 'rows', paginator: { type: 'offset', limit: LIMIT }, ...endpoint },
      },
    ],
  })
  if (items === undefined) throw new Error('there is no resource')
  return items.open({
    ...quietContext('items'),
    ...options,
  })
}

describe('pages that a total shows', () => {
  test('are asked for side by side, as many as are allowed, and come in order with their positions', async () => {
    holdUntil = 3
    const pages: Page<unknown>[] = []
    for await (const page of open({ concurrency: 3 })) pages.push(page)
    expect(pages.flatMap(idsOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(most).toBe(3)
    const hash = expect.any(String)
    expect(pages.map(({ position }) => position)).toEqual([
      { next: { at: 2 }, rows: hash, total: 10 },
      { next: { at: 4 }, rows: hash, total: 10 },
      { next: { at: 6 }, rows: hash, total: 10 },
      { next: { at: 8 }, rows: hash, total: 10 },
      { next: null },
    ])
    expect(asked.toSorted((a, b) => a - b)).toEqual([0, 2, 4, 6, 8])
  })

  test('are gone on with behind any of them', async () => {
    holdUntil = 2
    const ids: unknown[] = []
    for await (const page of open({ concurrency: 2 }, { resumeFrom: { next: { at: 4 } } })) ids.push(...idsOf(page))
    expect(ids).toEqual([4, 5, 6, 7, 8, 9])
  })

  test('come one after the other where nothing else is said', async () => {
    for await (const _ of open({})) expect(held).toEqual([])
    expect([most, asked]).toEqual([1, [0, 2, 4, 6, 8]])
  })

  test('that turn out not to be there are dropped', async () => {
    const ids: unknown[] = []
    holdUntil = 4
    const pages = open({ concurrency: 4 })
    for await (const page of pages) {
      ids.push(...idsOf(page))
      // Deleted before the pages that were planned are answered.
      total = 6
    }
    expect(ids).toEqual([0, 1, 2, 3, 4, 5])
    expect(asked.length).toBeLessThanOrEqual(7)
  })

  test('that become more are read, too', async () => {
    const ids: unknown[] = []
    for await (const page of open({ concurrency: 2 })) {
      ids.push(...idsOf(page))
      total = 14
    }
    expect(ids).toEqual(Array.from({ length: 14 }, (_, id) => id))
  })

  test('give what came before an error, then the error', async () => {
    holdUntil = 4
    failAt = 6
    const ids: unknown[] = []
    const walk = async () => {
      for await (const page of open({ concurrency: 4 })) ids.push(...idsOf(page))
    }
    await expect(walk()).rejects.toMatchObject({ code: 'http_404' })
    expect(ids).toEqual([0, 1, 2, 3, 4, 5])
  })

  test('are broken off when nobody reads on', async () => {
    holdUntil = Number.POSITIVE_INFINITY
    total = 100
    for await (const _ of open({ concurrency: 4 })) break
    expect(held.length).toBeLessThanOrEqual(4)
    await expect.poll(() => closed).toBe(held.length)
  })

  test('are broken off by the signal, whose reason is the error', async () => {
    holdUntil = Number.POSITIVE_INFINITY
    total = 100
    const controller = new AbortController()
    const reason = new Error('enough')
    const walk = async () => {
      for await (const _ of open({ concurrency: 4 }, { signal: controller.signal })) {
        await expect.poll(() => held.length).toBe(4)
        setImmediate(() => controller.abort(reason))
      }
    }
    await expect(walk()).rejects.toBe(reason)
    await expect.poll(() => closed).toBe(4)
  })
})

test('a concurrency that is no number of requests is an error before any request', () => {
  expect(() => open({ concurrency: 0 })).toThrow('concurrency of resource items is 0')
})
