import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serve } from '../serve-world.ts'
import { pipelineAt } from '../worlds/chatbot-world.ts'
import { still } from '../worlds/world.ts'
import { type Served, serveWorld } from './served.ts'

/** It ends in some hours. */
const HANGS = 'SELECT sum(a.range * b.range % 7) FROM range(1000000) a, range(1000000) b'
const PATH = '/pipelines/shop/query'

let served: Served
beforeAll(async () => {
  served = await serveWorld(async (place) => {
    await pipelineAt(place, 0, { name: 'shop' }).run([{ id: 1 }], { tableName: 'orders' })
    return still('one run', 'shop')
  })
})
afterAll(() => served[Symbol.asyncDispose]())

interface Server {
  readonly origin: string
  readonly token: string
}

const ask = ({ origin, token }: Server, sql: string, signal: AbortSignal | null = null) =>
  fetch(`${origin}/api${PATH}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ sql }),
    signal,
  })

/** Seconds that a process has computed. */
function computed(pid: number): number {
  const [, minutes = '0', seconds = '0'] =
    /(\d+):(\d+)\s*$/.exec(String(execFileSync('ps', ['-o', 'time=', '-p', String(pid)]))) ?? []
  return Number(minutes) * 60 + Number(seconds)
}

/** Resolves when a process has computed for so long from now on: a statement runs in it then. */
const busy = (pid: number, seconds = 1) => {
  const from = computed(pid)
  return expect.poll(() => computed(pid) - from, { timeout: 30_000 }).toBeGreaterThanOrEqual(seconds)
}

test('a statement whose client goes away is interrupted at the database', async () => {
  const { dashboard } = served
  const here = { origin: new URL(dashboard.url).origin, token: dashboard.token }
  const leave = new AbortController()
  // As many as run at once: whoever comes then waits for one of them to end.
  const asked = Array.from({ length: 4 }, () => ask(here, HANGS, leave.signal).catch((error: Error) => error.name))
  await busy(process.pid)
  const began = performance.now()
  leave.abort()
  expect(await Promise.all(asked)).toEqual(asked.map(() => 'AbortError'))
  expect((await ask(here, 'SELECT 1')).status).toBe(200)
  expect(performance.now() - began).toBeLessThan(10_000)
  const idle = computed(process.pid)
  expect((await ask(here, 'SELECT 2')).status).toBe(200)
  expect(computed(process.pid) - idle).toBeLessThan(2)
  expect(served.unexpected).toEqual([])
})

test('Ctrl-C ends the dashboard at once while a statement runs', async () => {
  const other = await serve(served.place)
  const token = new URL(other.url).searchParams.get('token') ?? ''
  const asked = ask({ origin: other.origin, token }, HANGS).catch((error: Error) => error.message)
  await busy(other.pid)
  const began = performance.now()
  await other.close()
  expect(performance.now() - began).toBeLessThan(10_000)
  expect(await asked).toBe('fetch failed')
})
