import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { serve } from '@hono/node-server'

/** How slowly a front answers, and for how long. */
export interface Slowness {
  /** Milliseconds a request. */
  readonly ms: number
  /** Every so many requests it refuses one for a second. */
  readonly limitEvery: number
  /** A file: as soon as it is there, the front is quick, and the next page of users is the last. */
  readonly until: string
}

/** A server before another that makes it slow, as an API with a rate limit is; it does not end before it is told. */
export async function slowFront(target: string, slowness: Slowness): Promise<string> {
  let count = 0
  const answer = async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url)
    const told = () => existsSync(slowness.until)
    count += 1
    if (told())
      return pathname === '/users' ? Response.json({ data: [], count: 0 }) : fetch(target + pathname + search, request)
    if (count % slowness.limitEvery === 0) {
      return Response.json({ status: { code: 429 } }, { status: 429, headers: { 'Retry-After': '1' } })
    }
    await wait(slowness.ms)
    const real = await fetch(target + pathname + search, { headers: request.headers })
    const body = await real.text()
    const isLast = pathname === '/users' && body.startsWith('{"data":[]')
    while (isLast && !told()) await wait(slowness.ms)
    return new Response(body, { status: real.status, headers: { 'Content-Type': 'application/json' } })
  }
  return new Promise((done) => {
    serve({ fetch: answer, port: 0, hostname: '127.0.0.1' }, ({ port }) => done(`http://127.0.0.1:${port}`))
  })
}
