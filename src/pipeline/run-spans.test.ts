import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { context, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { duckdb, pipeline, resource, source } from '../index.ts'
import { restApi } from '../sources/rest-api/index.ts'

const exporter = new InMemorySpanExporter()
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-spans-'))
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }))
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
})
afterEach(async () => {
  trace.disable()
  context.disable()
  exporter.reset()
  await rm(folder, { recursive: true, force: true })
})

const open = () =>
  pipeline({
    name: 'crm',
    destination: duckdb({ path: join(folder, 'x.duckdb') }),
    dataset: 'sales',
    dataDir: join(folder, 'data'),
    projectDir: folder,
    env: {},
  })

const spans = () => exporter.getFinishedSpans()
const named = (name: string) => spans().filter((span) => span.name === name)

test('a run has spans of its steps, and each job one below the load, with rows and bytes', async () => {
  const info = await open().run([{ id: 1, tags: ['a', 'b'] }], { tableName: 'users' })
  const [run] = named('tolva.run')
  expect(run?.attributes).toMatchObject({
    'tolva.pipeline': 'crm',
    'tolva.dataset': 'sales',
    'tolva.destination': 'duckdb',
    'tolva.load_ids': [info.packages[0]?.loadId],
    'tolva.rows': 3,
  })
  for (const step of ['sync', 'extract', 'normalize', 'load']) {
    expect(named(`tolva.${step}`).map((span) => span.parentSpanContext?.spanId)).toEqual([run?.spanContext().spanId])
  }
  const [load] = named('tolva.load')
  const jobs = named('tolva.job')
  expect(jobs.map(({ attributes }) => [attributes['tolva.table'], attributes['tolva.rows']]).sort()).toEqual([
    ['users', 1],
    ['users__tags', 2],
  ])
  expect(jobs.every((job) => job.parentSpanContext?.spanId === load?.spanContext().spanId)).toBe(true)
  expect(jobs.every(({ attributes }) => attributes['tolva.load_id'] === info.packages[0]?.loadId)).toBe(true)
})

test('each request has a span below the extraction, without the query of its URL', async () => {
  const server = createServer((_request, response) => response.end('[{"id":1}]')).listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  try {
    const shop = source({
      name: 'shop',
      resources: () =>
        restApi({
          client: { baseUrl: `http://127.0.0.1:${port}` },
          resources: [{ name: 'users', endpoint: { path: 'users', params: { session: 'hunter2' } } }],
        }),
    })
    await open().run(shop())
  } finally {
    server.close()
  }
  const [request] = named('tolva.request')
  expect(request?.attributes).toMatchObject({
    'url.full': `http://127.0.0.1:${port}/users`,
    'http.response.status_code': 200,
    'http.request.resend_count': 0,
  })
  expect(request?.parentSpanContext?.spanId).toBe(named('tolva.extract')[0]?.spanContext().spanId)
  expect(JSON.stringify(spans().map(({ attributes, events }) => [attributes, events]))).not.toContain('hunter2')
})

test('a failed run marks the step and the run, and tells no secret', async () => {
  const broken = resource({ name: 'users' }, async function* () {
    yield [{ id: 1 }]
    throw new Error('GET https://x.example?api_key=hunter2 gave 500')
  })
  await expect(open().run(broken)).rejects.toMatchObject({ code: 'resource_failed' })
  expect(named('tolva.extract')[0]?.status.code).toBe(SpanStatusCode.ERROR)
  expect(named('tolva.run')[0]?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'resource_failed' })
  expect(JSON.stringify(spans().map(({ status, events }) => [status, events]))).not.toContain('hunter2')
})

test('spans that a resource makes by itself lie within the run', async () => {
  const own = resource({ name: 'users' }, async function* () {
    trace.getTracer('mine').startSpan('mine').end()
    yield [{ id: 1 }]
  })
  await open().run(own)
  expect(named('mine')[0]?.parentSpanContext?.spanId).toBe(named('tolva.run')[0]?.spanContext().spanId)
})

test('nobody records: there is no span, and the run is the same', async () => {
  trace.disable()
  const info = await open().run([{ id: 1 }], { tableName: 'users' })
  expect([info.rowCounts, spans()]).toEqual([{ users: 1 }, []])
})
