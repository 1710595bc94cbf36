import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { quietContext } from '../../../test/http/quiet-context.ts'
import type { Answered } from '../../contracts/answered.ts'
import { restApi } from './rest-api.ts'

async function drained(pages: AsyncIterable<unknown> | readonly unknown[]): Promise<void> {
  for await (const _ of pages);
}

test('who looks on is told of each answer, can ask again, and ends the walk by throwing', async () => {
  const server = createServer((request, response) => {
    const allowed = request.headers.authorization === 'Bearer hush-hush'
    response.statusCode = allowed ? 200 : 401
    response.end(JSON.stringify(allowed ? { items: [{ id: 1 }], next: '/more' } : { error: 'who are you' }))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const [items] = restApi({
    client: { baseUrl: `http://127.0.0.1:${port}`, auth: { type: 'bearer', token: 'hush-hush' } },
    resources: ['items'],
  })
  const seen: Answered[] = []
  const enough = new Error('enough')
  const pages: unknown[] = []
  const walk = async () => {
    const context = {
      ...quietContext('items'),
      onAnswer(answer: Answered) {
        if (seen.push(answer) === 2) throw enough
      },
    }
    for await (const page of items?.open(context) ?? []) pages.push(page)
  }
  try {
    await expect(walk()).rejects.toBe(enough)
    expect(pages).toHaveLength(1)
    expect(seen.map(({ request }) => new URL(request.url).pathname)).toEqual(['/items', '/more'])
    expect(seen[0]).toMatchObject({ resource: 'items', paginator: { name: 'auto' }, selector: undefined })
    expect(JSON.stringify(seen[0]?.request)).not.toContain('hush-hush')
    const first = seen[0]
    if (first === undefined) throw new Error('nothing was seen')
    expect((await first.ask(first.request, { withoutAuth: true })).status).toBe(401)
    expect((await first.ask(first.request)).status).toBe(200)

    const [refused] = restApi({
      client: { baseUrl: `http://127.0.0.1:${port}`, auth: { type: 'bearer', token: 'wrong' } },
      resources: ['items'],
    })
    seen.length = 0
    const failing = refused?.open({ ...quietContext('items'), onAnswer: (answer) => void seen.push(answer) })
    await expect(drained(failing ?? [])).rejects.toMatchObject({ code: 'http_401' })
    expect(seen.map(({ response }) => response.status)).toEqual([401])
  } finally {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
})
