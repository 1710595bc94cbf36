import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Pipeline, pipeline, type RunOptions, type TolvaError } from '../../src/index.ts'
import { chatbot } from '../../src/sources/chatbot/index.ts'
import {
  type ChatbotSandbox,
  type SandboxOptions,
  startChatbotSandbox,
} from '../../src/testing/sandbox/chatbot-sandbox.ts'
import type { Fault } from '../../src/testing/sandbox/fault.ts'

const TOKEN = 'sandbox-token'
const USERS = 130

let folder = ''
let sandbox: ChatbotSandbox
let chatbotPipeline: Pipeline

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-chatbot-'))
  chatbotPipeline = pipeline({
    name: 'chatbot_pipeline',
    destination: 'duckdb',
    dataset: 'chatbot_data',
    dataDir: join(folder, 'data'),
    projectDir: folder,
    env: { RUNTIME__REQUEST_BACKOFF_FACTOR: '0.01', RUNTIME__REQUEST_TIMEOUT: '0.4' },
  })
})
afterEach(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

async function start(options: Partial<SandboxOptions> = {}): Promise<void> {
  sandbox = await startChatbotSandbox({ users: USERS, token: TOKEN, ...options })
}

const run = (options: RunOptions = {}, apiKey = TOKEN) =>
  chatbotPipeline.run(chatbot({ apiKey, baseUrl: sandbox.url }), { writeDisposition: 'replace', ...options })

async function users(): Promise<readonly unknown[]> {
  const rows = await chatbotPipeline.dataset().table('users').select('id').rows()
  return rows.map(({ id }) => id)
}

const failure = (promise: Promise<unknown>): Promise<TolvaError> =>
  promise.then(
    () => {
      throw new Error('it did not fail')
    },
    (error) => error,
  )

describe('ChatBot into DuckDB', () => {
  it('loads every user once, with times as times, and gives the same counts when it runs again', async () => {
    await start()
    const first = await run()
    expect(first.rowCounts).toMatchObject({ users: USERS, stories: 5, welcome_interaction: 5, fallback_interaction: 5 })
    expect((await run()).rowCounts).toEqual(first.rowCounts)
    expect(await chatbotPipeline.dataset().rowCounts()).toMatchObject(first.rowCounts)
    expect(new Set(await users()).size).toBe(USERS)
    const table = (await chatbotPipeline.schemas()).get('chatbot_source')?.tables.get('users')
    expect(table?.columns.get('created_at')?.data_type).toBe('timestamp')
    expect(table?.columns.get('last_seen')?.data_type).toBe('timestamp')
  })

  it.each<[string, readonly Fault[]]>([
    ['a rate limit', [{ at: 2, kind: 'rate-limit', retryAfter: '1' }]],
    ['a rate limit without a pause', [{ at: 1, kind: 'rate-limit', retryAfter: '0' }]],
    ['a burst of server errors', [1, 2, 4, 5, 6].map((at) => ({ at, kind: 'server-error' as const }))],
    ['an answer over the time limit', [{ at: 2, kind: 'slow', ms: 1500 }]],
    ['a connection dropped half-way', [2, 3, 5].map((at) => ({ at, kind: 'drop' as const }))],
    [
      'all of them',
      [
        { at: 1, kind: 'drop' },
        { at: 2, kind: 'server-error' },
        { at: 4, kind: 'rate-limit', retryAfter: '0' },
        { at: 5, kind: 'slow', ms: 1500 },
        { at: 8, kind: 'drop' },
      ],
    ],
  ])('loses and doubles no user through %s', async (_, faults) => {
    await start({ faults })
    const info = await run()
    expect(info.rowCounts.users).toBe(USERS)
    const ids = await users()
    expect([ids.length, new Set(ids).size]).toEqual([USERS, USERS])
    expect(sandbox.requests.length).toBeGreaterThan(faults.length)
  })

  it('loads nothing when the errors do not end, and everything once when it runs again', async () => {
    await start({ faults: [3, 4, 5, 6, 7].map((at) => ({ at, kind: 'server-error' as const })) })
    const error = await failure(run())
    expect(error).toMatchObject({ code: 'http_500', context: { resource: expect.any(String), step: 'extract' } })
    expect(await chatbotPipeline.dataset().rowCounts()).toEqual({})
    expect((await run()).rowCounts.users).toBe(USERS)
    expect(new Set(await users()).size).toBe(USERS)
  })

  it.each(['data', 'list'] as const)('reads stories in the shape %s', async (storiesShape) => {
    await start({ storiesShape })
    expect((await run({ select: ['stories'] })).rowCounts.stories).toBe(5)
  })

  it('asks for each user once more where users_single is selected', async () => {
    await start({ users: 45 })
    const info = await run({ select: ['users', 'users_single'] })
    expect(info.rowCounts).toMatchObject({ users: 45, users_single: 45 })
  })

  it('says that the token is wrong, without showing it', async () => {
    await start()
    const error = await failure(run({}, 'wrong-token-1234567890'))
    expect(error.code).toBe('http_401')
    expect(String(error)).toMatch(/token/i)
    expect(JSON.stringify([String(error), error.context, error.stack])).not.toContain('wrong-token')
  })

  it('nests recursive diagrams into tables of their own', async () => {
    await start({ diagramDepth: 6 })
    const info = await run({ select: ['stories'] })
    expect(Object.keys(info.rowCounts).length).toBeGreaterThan(1)
  })
})
