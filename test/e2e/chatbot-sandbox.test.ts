import { afterEach, describe, expect, test } from 'vitest'
import { createConfigReader } from '../../src/config/resolve.ts'
import type { RunEvent } from '../../src/contracts/events.ts'
import { TolvaError } from '../../src/errors/tolva-error.ts'
import { extract } from '../../src/extract/extract.ts'
import { rowsOf } from '../../src/extract/rows-of.ts'
import { silentLogger } from '../../src/log/logger.ts'
import { type ChatbotOptions, chatbot } from '../../src/sources/chatbot/chatbot.ts'
import {
  type ChatbotSandbox,
  type SandboxOptions,
  startChatbotSandbox,
} from '../../src/testing/sandbox/chatbot-sandbox.ts'
import type { Fault } from '../../src/testing/sandbox/fault.ts'

const TOKEN = 'sandbox-token'
const quick = { RUNTIME__REQUEST_BACKOFF_FACTOR: '0.01' }
let sandbox: ChatbotSandbox | undefined

afterEach(async () => {
  await sandbox?.close()
  sandbox = undefined
})

async function start(options: Partial<SandboxOptions>): Promise<ChatbotSandbox> {
  sandbox = await startChatbotSandbox({ users: 120, token: TOKEN, ...options })
  return sandbox
}

async function load(names: readonly string[], options: ChatbotOptions = {}, env: Record<string, string> = {}) {
  const source = chatbot({ apiKey: TOKEN, baseUrl: sandbox?.url ?? '', ...options })
  const reader = createConfigReader({ projectDir: '/nonexistent', env, secretsDir: '/nonexistent' })
  const resources = (await source.resources(reader)).map((resource) => resource.select(names.includes(resource.name)))
  const rows: Record<string, unknown[]> = Object.fromEntries(names.map((name) => [name, []]))
  const events: RunEvent[] = []
  const context = {
    signal: new AbortController().signal,
    logger: silentLogger,
    now: Date.now,
    emit: (event: RunEvent) => events.push(event),
    projectDir: '/nonexistent',
  }
  for await (const { resource, page } of extract(resources, { context, state: () => ({}) })) {
    rows[resource.name]?.push(...rowsOf(page))
  }
  return { rows, events }
}

function idsOf(rows: readonly unknown[] | undefined): readonly unknown[] {
  return (rows ?? []).map((row) => (typeof row === 'object' && row !== null && 'id' in row ? row.id : undefined))
}

describe('users are read page by page, each once', () => {
  test.for([
    { users: 0, requests: 1 },
    { users: 1, requests: 1 },
    { users: 40, requests: 1 },
    { users: 41, requests: 2 },
    { users: 120, requests: 3 },
  ])('$users users in $requests requests', async ({ users, requests }) => {
    const { requests: seen } = await start({ users })
    const { rows } = await load(['users'])
    expect(new Set(idsOf(rows.users)).size).toBe(users)
    expect(rows.users?.length).toBe(users)
    expect(seen.length).toBe(requests)
  })
})

describe('through every fault no user is lost or doubled', () => {
  const faults: readonly (readonly [string, Fault])[] = [
    ['Retry-After: 0', { at: 2, kind: 'rate-limit', retryAfter: '0' }],
    ['429 without a header', { at: 2, kind: 'rate-limit' }],
    ['a date in the past', { at: 2, kind: 'rate-limit', retryAfter: 'Wed, 21 Oct 2015 07:28:00 GMT' }],
    ['500', { at: 1, kind: 'server-error' }],
    ['503 on the last page', { at: 3, kind: 'server-error', status: 503 }],
    ['an answer slower than the timeout', { at: 2, kind: 'slow', ms: 5000 }],
    ['a connection that breaks half-way through the body', { at: 2, kind: 'drop' }],
  ]
  test.for(faults)('%s', async ([, fault]) => {
    const { requests } = await start({ faults: [fault] })
    const { rows } = await load(['users'], {}, { ...quick, RUNTIME__REQUEST_TIMEOUT: '0.3' })
    expect(rows.users?.length).toBe(120)
    expect(new Set(idsOf(rows.users)).size).toBe(120)
    if (fault.kind !== 'slow') expect(requests.length).toBe(4)
  })

  test('a burst of four errors is survived, the fifth is not', async () => {
    const burst = (count: number): readonly Fault[] =>
      Array.from({ length: count }, (_, index) => ({
        at: 2 + index,
        kind: 'server-error' as const,
        status: 502 as const,
      }))
    await start({ faults: burst(4) })
    expect((await load(['users'], {}, quick)).rows.users?.length).toBe(120)
    await sandbox?.close()
    await start({ faults: burst(5) })
    await expect(load(['users'], {}, quick)).rejects.toMatchObject({ code: 'http_502' })
  })

  test('Retry-After in seconds is obeyed', async () => {
    await start({ faults: [{ at: 1, kind: 'rate-limit', retryAfter: '1' }] })
    const { events } = await load(['users'], {}, quick)
    expect(events.filter(({ type }) => type === 'waiting')).toEqual([{ type: 'waiting', why: 'status 429', ms: 1000 }])
  })
})

describe('stories and what depends on them', () => {
  test.for(['list', 'data'] as const)('stories come out of the shape %s', async (storiesShape) => {
    const { requests } = await start({ storiesShape })
    const { rows } = await load(['stories', 'welcome_interaction', 'fallback_interaction'])
    expect(rows.stories?.length).toBe(5)
    expect(rows.welcome_interaction).toHaveLength(5)
    expect(rows.fallback_interaction).toHaveLength(5)
    expect(rows.welcome_interaction?.[0]).toMatchObject({
      name: 'Welcome message',
      _stories_id: idsOf(rows.stories)[0],
    })
    expect(requests.filter(({ url }) => url === '/v2/stories').length).toBe(1)
  })

  test('single users are asked for by id, once each, while users are read once', async () => {
    const { requests } = await start({ users: 3 })
    const { rows } = await load(['users_single'])
    expect(rows.users_single?.length).toBe(3)
    expect(requests.map(({ url }) => url).filter((url) => url.startsWith('/users?')).length).toBe(1)
  })
})

describe('a wrong request says what to do', () => {
  test('a wrong token is a 401 that points at the token and does not show it', async () => {
    await start({})
    const failure = await load(['users'], { apiKey: 'wrong-secret-token' }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(TolvaError)
    expect(String(failure)).toContain('answered 401 Unauthorized')
    expect(String(failure)).toContain('check the token')
    expect(`${failure} ${JSON.stringify(failure)}`).not.toContain('wrong-secret-token')
  })

  test.for([0, 41])('a limit of %s is a 400 that points at the parameters', async (limit) => {
    const { requests } = await start({})
    await expect(load(['users'], { limit })).rejects.toMatchObject({ code: 'http_400' })
    expect(requests.length).toBe(1)
  })

  test('a wrong base URL is a 404 that points at the path', async () => {
    await start({})
    await expect(load(['users'], { baseUrl: `${sandbox?.url}/nowhere` })).rejects.toMatchObject({
      code: 'http_404',
      hint: expect.stringContaining('path'),
    })
  })
})
