import { get, type IncomingMessage } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { liveEvent } from '../../../src/dashboard/api/live.ts'
import { pipelineAt } from '../worlds/chatbot-world.ts'
import { type RunningWorld, running } from '../worlds/running.ts'
import { still } from '../worlds/world.ts'
import { type Served, serveWorld } from './served.ts'

let served: Served | undefined
afterEach(async () => {
  await served?.[Symbol.asyncDispose]()
  served = undefined
})

interface Heard {
  readonly event: string
  // biome-ignore lint/suspicious/noExplicitAny: what is asserted of it says what it is.
  readonly data: any
}

/** Listens to a stream of the API, as a browser does. */
async function listen({ dashboard }: Served, path: string) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { authorization: `Bearer ${dashboard.token}` }
    get({ host: '127.0.0.1', port: dashboard.port, path: `/api${path}`, headers, agent: false }, resolve).on(
      'error',
      reject,
    )
  })
  response.setEncoding('utf8')
  const blocks = (async function* () {
    let text = ''
    for await (const part of response) {
      text += part
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        yield text.slice(0, end)
        text = text.slice(end + 2)
      }
    }
  })()
  return {
    response,
    /** The first event that suits. */
    async until(suits: (heard: Heard) => boolean): Promise<Heard> {
      for (;;) {
        const { value, done } = await blocks.next()
        if (done) throw new Error('the stream ended')
        const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)$/s.exec(value) ?? []
        if (event === '') continue
        const heard = { event, data: JSON.parse(data) }
        if (suits(heard)) return heard
      }
    },
  }
}

test('a run is followed from another process until it is done, by many listeners', async () => {
  let world: RunningWorld | undefined
  served = await serveWorld(async (place) => {
    world = await running(place)
    return world
  })
  const tabs = [await listen(served, '/pipelines/chatbot_pipeline/live')]
  for (let count = 0; count < 19; count += 1) tabs.push(await listen(served, '/pipelines/chatbot_pipeline/live'))
  const [first] = tabs
  expect(first?.response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
  })
  const heard = await Promise.all(tabs.map((tab) => tab.until(({ data }) => data.totals?.pages > 0)))
  for (const one of heard) {
    expect(liveEvent.parse(one)).toEqual(one)
    expect(one.data).toMatchObject({ status: 'running', pid: world?.pid })
  }
  await world?.finish()
  const ends = await Promise.all(tabs.map((tab) => tab.until(({ data }) => data.status !== 'running')))
  expect(ends.map(({ data }) => data.status)).toEqual(tabs.map(() => 'completed'))
  for (const { response } of tabs) response.destroy()
})

test('where nothing runs the last run is told, and the next one when it comes', async () => {
  const rows = [{ id: 1 }]
  served = await serveWorld(async (place) => {
    await pipelineAt(place, 0, { name: 'shop' }).run(rows, { tableName: 'orders' })
    return still('one run', 'shop')
  })
  const tab = await listen(served, '/pipelines/shop/live')
  const last = await tab.until(({ event }) => event === 'progress')
  expect(last.data).toMatchObject({ status: 'completed', totals: { rows: 1 } })
  await pipelineAt(served.place, 0, { name: 'shop' }).run(rows, { tableName: 'orders' })
  const next = await tab.until(({ data }) => data.run !== last.data.run && data.status === 'completed')
  expect(next.data.totals.rows).toBe(1)
  tab.response.destroy()
})

test('a stream ends with the server', async () => {
  served = await serveWorld(async (place) => {
    await pipelineAt(place, 0, { name: 'shop' }).run([{ id: 1 }], { tableName: 'orders' })
    return still('one run', 'shop')
  })
  const tab = await listen(served, '/pipelines/shop/live')
  await tab.until(({ event }) => event === 'progress')
  const ended = new Promise((resolve) => tab.response.on('close', resolve))
  const started = Date.now()
  await served.dashboard.close()
  await ended
  expect(Date.now() - started).toBeLessThan(8_000)
})

test('a pipeline that nobody knows has no stream', async () => {
  served = await serveWorld(async () => still('nothing'))
  expect(await served.api('/pipelines/shop/live')).toMatchObject({
    status: 404,
    json: { error: { code: 'unknown_pipeline', hint: 'run one first: tolva run <file>' } },
  })
})
