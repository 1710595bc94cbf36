import { expect, test } from 'vitest'
import { ConfigError } from '../errors/tolva-error.ts'
import { eventStream } from './event-stream.ts'

const never = { signal: new AbortController().signal }

async function* counting(ended: string[], until = Number.POSITIVE_INFINITY) {
  try {
    for (let n = 1; n <= until; n += 1) yield { event: 'count', data: { n, big: 2n ** 60n } }
  } finally {
    ended.push('ended')
  }
}

async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  return new Response(stream).text()
}

test('an event is its name and its data on a line each', async () => {
  expect(await textOf(eventStream(counting([], 2), never))).toBe(
    'event: count\ndata: {"n":1,"big":"1152921504606846976"}\n\nevent: count\ndata: {"n":2,"big":"1152921504606846976"}\n\n',
  )
})

test('nothing is asked for ahead of a client that does not read', async () => {
  let asked = 0
  const events = (async function* () {
    for (;;) {
      asked += 1
      yield { event: 'count', data: asked }
    }
  })()
  const reader = eventStream(events, never).getReader()
  await reader.read()
  await new Promise((resolve) => setImmediate(resolve))
  expect(asked).toBeLessThanOrEqual(2)
  await reader.cancel()
})

test('who goes away ends what gives the events', async () => {
  const ended: string[] = []
  const reader = eventStream(counting(ended), never).getReader()
  await reader.read()
  await reader.cancel()
  expect(ended).toEqual(['ended'])
})

test('a signal ends it in the middle of waiting', async () => {
  const stop = new AbortController()
  const waiting = (async function* () {
    yield { event: 'first', data: 1 }
    await new Promise((_, reject) => stop.signal.addEventListener('abort', () => reject(stop.signal.reason)))
  })()
  const reader = eventStream(waiting, { signal: stop.signal }).getReader()
  await reader.read()
  const next = reader.read()
  stop.abort()
  expect(await next).toMatchObject({ done: true })
})

test('while nothing comes a comment says that it is alive', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const late = (async function* () {
    await promise
    yield { event: 'late', data: 1 }
  })()
  const reader = eventStream(late, { ...never, heartbeatMs: 1 }).getReader()
  const text = async () => new TextDecoder().decode((await reader.read()).value)
  expect(await text()).toBe(': \n\n')
  expect(await text()).toBe(': \n\n')
  resolve()
  let next = await text()
  while (next === ': \n\n') next = await text()
  expect(next).toBe('event: late\ndata: 1\n\n')
})

test('what goes wrong is the last event, without a secret', async () => {
  const failing = (async function* () {
    yield { event: 'first', data: 1 }
    throw new ConfigError('no: password=hunter2', { code: 'some_code', hint: 'Do this.' })
  })()
  const errors: unknown[] = []
  expect(await textOf(eventStream(failing, { ...never, onError: (error) => errors.push(error) }))).toBe(
    'event: first\ndata: 1\n\nevent: problem\ndata: {"code":"some_code","message":"no: password=***","hint":"Do this."}\n\n',
  )
  expect(errors).toEqual([expect.objectContaining({ code: 'some_code' })])
})
