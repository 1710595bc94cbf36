import { describe, expect, test } from 'vitest'
import { clientOf, useServers } from '../../test/http/loopback.ts'
import { rateWindow } from './rate-window.ts'

const { serve } = useServers()

const many = (count: number) => Array.from({ length: count }, (_, index) => index)

describe('a rate limit', () => {
  test('holds by the server’s clock, with requests side by side, further tries and redirects', async () => {
    const { url, arrived } = await serve(({ path }, outgoing) => {
      const [, kind, number = '0'] = path.split('/')
      const isFirstTry = arrived.filter((other) => other.path === path).length === 1
      if (kind === 'first' && Number(number) % 7 === 3 && isFirstTry) outgoing.writeHead(500)
      else if (kind === 'first' && Number(number) % 5 === 0) outgoing.writeHead(302, { location: `/then/${number}` })
      setTimeout(() => outgoing.end('[]'), (Number(number) * 13) % 40)
    })
    const { send, waits } = clientOf({ rateLimit: { requests: 10, per: 0.4 }, maxConcurrent: 6 })
    await Promise.all(many(40).map((number) => send(`${url}/first/${number}`)))
    const times = arrived.map(({ at }) => at)
    expect(times.length).toBe(40 + 8 + 6)
    const windows = times.map((start) => times.filter((time) => time >= start && time < start + 400).length)
    expect(Math.max(...windows)).toBeLessThanOrEqual(10)
    expect(waits().map(({ why }) => why)).toContain('rate limit')
  })

  test('of one endpoint does not hold up the others', async () => {
    const { url, arrived } = await serve((_, outgoing) => outgoing.end('[]'))
    const stop = new AbortController()
    const { send } = clientOf({}, stop.signal)
    const window = rateWindow({ requests: 1, per: 3600 })
    await send(`${url}/slow`, { window })
    const held = expect(send(`${url}/slow`, { window })).rejects.toThrow('enough')
    await Promise.all(many(5).map(() => send(`${url}/quick`)))
    stop.abort(new Error('enough'))
    await held
    expect(arrived.map(({ path }) => path)).toEqual(['/slow', ...many(5).map(() => '/quick')])
  })

  test('ends its waits with the run', async () => {
    const { url, arrived } = await serve((_, outgoing) => outgoing.end('[]'))
    const stop = new AbortController()
    const { send, waits } = clientOf({ rateLimit: { requests: 1, per: 3600 } }, stop.signal)
    await send(`${url}/t`)
    const held = many(3).map(() => expect(send(`${url}/t`)).rejects.toThrow('enough'))
    expect(waits().length).toBe(3)
    expect(waits()[0]?.ms).toBeGreaterThan(3_500_000)
    stop.abort(new Error('enough'))
    await Promise.all(held)
    expect(arrived.length).toBe(1)
  })
})

test('no more requests are under way than allowed, on no more connections', async () => {
  let [now, most] = [0, 0]
  const ports = new Set<number | undefined>()
  const { url } = await serve((_, outgoing) => {
    now += 1
    most = Math.max(most, now)
    ports.add(outgoing.socket?.remotePort)
    setTimeout(() => {
      now -= 1
      outgoing.end('[]')
    }, 5)
  })
  const { send } = clientOf({ maxConcurrent: 3 })
  await Promise.all(many(20).map(() => send(`${url}/t`)))
  expect(most).toBeLessThanOrEqual(3)
  expect(ports.size).toBeLessThanOrEqual(3)
})

describe('what the server says of its limits', () => {
  /** Lets ten requests through in each second, and says so. */
  async function strictServer(say: (left: number, resetSeconds: number) => Record<string, string>) {
    let [began, count] = [-Infinity, 0]
    return serve(({ at }, outgoing) => {
      if (at - began >= 1000) [began, count] = [at, 0]
      count += 1
      const reset = (began + 1000 - at) / 1000
      outgoing.writeHead(count > 10 ? 429 : 200, say(Math.max(0, 10 - count), reset)).end('[]')
    })
  }

  test.for([
    ['RateLimit-Remaining', (left: number, reset: number) => limits('ratelimit', left, Math.ceil(reset))],
    [
      'X-RateLimit-Remaining, reset as a time',
      (left: number, reset: number) => limits('x-ratelimit', left, epoch(reset)),
    ],
    ['RateLimit', (left: number, reset: number) => ({ ratelimit: `"p";r=${left};t=${Math.ceil(reset)}` })],
  ] as const)('is waited for instead of running into 429: %s', async ([, say]) => {
    const { url } = await strictServer(say)
    const { send, events, waits } = clientOf()
    await Promise.all(
      many(5).map(async (worker) => {
        for (const page of many(3)) await send(`${url}/${worker}/${page}`)
      }),
    )
    const statuses = events.flatMap((event) => (event.type === 'request' ? [event.status] : []))
    expect(statuses).toEqual(Array(15).fill(200))
    expect(waits().map(({ why }) => why)).toContain('the API has no requests left')
  })

  test('is not told as a wait while requests under way may still show that some are left', async () => {
    let left = 1000
    const { url } = await serve((_, outgoing) => {
      left -= 1
      // As of the second answer on fewer are left than are under way.
      const said = left < 999 ? Math.max(3, left - 990) : left
      setTimeout(() => outgoing.writeHead(200, limits('ratelimit', said, 3000)).end('[]'), 10)
    })
    const { send, waits } = clientOf({ maxConcurrent: 8 })
    await Promise.all(many(40).map(() => send(`${url}/t`)))
    expect(waits()).toEqual([])
  })

  test('is passed over where the configuration says so', async () => {
    const { url } = await serve((_, outgoing) => outgoing.writeHead(200, limits('ratelimit', 0, 3000)).end('[]'))
    const { send, waits } = clientOf({ rateLimitHeaders: false })
    await send(`${url}/t`)
    await send(`${url}/t`)
    expect(waits()).toEqual([])
  })

  test('makes of 403 what others call 429', async () => {
    const { url, arrived } = await serve((_, outgoing) => {
      if (arrived.length > 1) outgoing.end('[]')
      else outgoing.writeHead(403, limits('x-ratelimit', 0, 0.2)).end('slow down')
    })
    const { send, waits } = clientOf()
    expect((await send(`${url}/t`)).status).toBe(200)
    expect(waits()).toEqual([{ type: 'waiting', why: 'status 403', ms: 200 }])
    await expect(clientOf({ rateLimitHeaders: false }).send(`${url}/t`)).resolves.toMatchObject({ status: 200 })
  })

  function limits(prefix: string, left: number, reset: number): Record<string, string> {
    return { [`${prefix}-remaining`]: `${left}`, [`${prefix}-reset`]: `${reset}` }
  }
  function epoch(seconds: number): number {
    return Math.ceil(Date.now() / 1000 + seconds)
  }
})

test('a 429 makes all requests of the client wait', async () => {
  const { url, arrived } = await serve((_, outgoing) => {
    if (arrived.length === 1) outgoing.writeHead(429, { 'retry-after': '1' }).end()
    else outgoing.end('[]')
  })
  const { send, waits, events } = clientOf()
  const first = send(`${url}/first`)
  while (!events.some((event) => event.type === 'request')) await new Promise(setImmediate)
  await Promise.all([first, ...many(5).map(() => send(`${url}/other`))])
  const [refused, ...others] = arrived.map(({ at }) => at)
  expect(others.length).toBe(6)
  expect(Math.min(...others) - (refused ?? 0)).toBeGreaterThanOrEqual(999)
  expect(waits().map(({ why }) => why)).toEqual(Array(6).fill('status 429'))
})

describe('the budget of tries', () => {
  test('ends the tries on an API that is dying, and says so at once', async () => {
    const { url, arrived } = await serve((_, outgoing) => outgoing.writeHead(503).end('down'))
    const { send } = clientOf({ retryBudget: 6 })
    const failures = await Promise.all(many(10).map(() => send(`${url}/t`).catch((error) => error)))
    // Ten first tries earn two more.
    expect(arrived.length).toBeLessThanOrEqual(10 + 6 + 2)
    expect(failures.at(-1)).toMatchObject({
      code: 'retry_budget',
      message: `too many requests fail, so no further one is tried again; the last: the API answered 503 Service Unavailable to GET ${url}/t`,
      hint: expect.stringContaining('client.retry.budget'),
      context: { status: 503, body: 'down' },
    })
  })

  test('is not touched by answers that say when to come back', async () => {
    const { url, arrived } = await serve((_, outgoing) => {
      const isThird = arrived.length % 3 === 0
      outgoing.writeHead(isThird ? 200 : 503, { 'retry-after': new Date(Date.now() + 1001).toUTCString() }).end('[]')
    })
    const { send } = clientOf({ retryBudget: 1, retry: { maxDelayMs: 1 } })
    for (const _ of many(4)) expect((await send(`${url}/t`)).status).toBe(200)
    expect(arrived.length).toBe(12)
  })

  test('is not touched by 429 either: the API is alive, and all wait', async () => {
    const { url, arrived } = await serve((_, outgoing) =>
      outgoing.writeHead(arrived.length % 4 === 0 ? 200 : 429).end('[]'),
    )
    const { send } = clientOf({ retryBudget: 0 })
    for (const _ of many(3)) expect((await send(`${url}/t`)).status).toBe(200)
    expect(arrived.length).toBe(12)
  })

  test('is refilled by requests that succeed', async () => {
    const { url, arrived } = await serve((_, outgoing) =>
      outgoing.writeHead(arrived.length % 12 === 0 ? 500 : 200).end('[]'),
    )
    const { send } = clientOf({ retryBudget: 1 })
    for (const _ of many(60)) await send(`${url}/t`)
    expect(arrived.length).toBe(60 + 5)
  })
})

test('statuses that are tried again can be chosen', async () => {
  const { url, arrived } = await serve((_, outgoing) => outgoing.writeHead(arrived.length === 1 ? 408 : 500).end())
  const { send } = clientOf({ retry: { isRetryable: (status) => status === 408 } })
  await expect(send(`${url}/t`)).rejects.toMatchObject({ code: 'http_500' })
  expect(arrived.length).toBe(2)
})
