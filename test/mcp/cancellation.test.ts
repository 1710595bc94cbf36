import { EventEmitter, once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pipeline } from '../../src/index.ts'
import { type Connected, connectMcp } from './connect-client.ts'
import { makePipeline } from './make-pipeline.ts'

let mcp: Connected
let connections = 0
let open = 0
const changed = new EventEmitter()
let api: Server
const asked = Promise.withResolvers<void>()
const left = Promise.withResolvers<void>()

beforeAll(async () => {
  // Answers nothing, and hears when who asks is gone.
  api = createServer((_request, response) => {
    connections += 1
    open += 1
    asked.resolve()
    response.once('close', () => {
      open -= 1
      left.resolve()
      changed.emit('change')
    })
    changed.emit('change')
  })
  await new Promise<void>((done) => api.listen(0, '127.0.0.1', done))
  const address = api.address()
  const port = typeof address === 'object' ? address?.port : 0
  mcp = await connectMcp({ args: ['--allow', 'data:write,network:read'] })
  await makePipeline(mcp.place, 'shop', [{ id: 1 }])
  const numbers = Array.from({ length: 100 }, (_, id) => ({ id: id + 1 }))
  await pipeline({
    name: 'numbers',
    destination: 'duckdb',
    projectDir: mcp.place.project,
    dataDir: mcp.place.dataDir,
  }).run(numbers, { tableName: 'numbers' })
  await writeFile(
    join(mcp.place.project, 'slow.yaml'),
    `pipeline: { name: slow }\nsource: { client: { base_url: 'http://127.0.0.1:${port}' }, resources: [users] }\n`,
  )
})
afterAll(async () => {
  await mcp[Symbol.asyncDispose]()
  api.closeAllConnections()
  api.close()
})

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await once(changed, 'change')
}

test('a run that is cancelled is stopped, and holds up no other call meanwhile', async () => {
  const stop = new AbortController()
  const running = mcp.call('run_pipeline', { file: 'slow.yaml' }, { signal: stop.signal })
  const settled = running.then(
    () => 'answered',
    () => 'cancelled',
  )
  await asked.promise
  expect((await mcp.call('list_tables', { pipeline_name: 'shop' })).isError).toBe(false)
  stop.abort()
  expect(await settled).toBe('cancelled')
  await left.promise
})

test('a run that takes longer than it may is stopped, and that is said with the next step', async () => {
  const { code, text } = await mcp.call('run_pipeline', { file: 'slow.yaml', seconds: 1 })
  expect([code, text]).toEqual(['command_timeout', expect.stringContaining('stopped after 1 second')])
})

test('a run whose client goes away is stopped', async () => {
  const { place } = mcp
  const other = await connectMcp({ place, args: ['--allow', 'data:write,network:read'], modern: true })
  const before = connections
  const running = other.call('run_pipeline', { file: 'slow.yaml' }).catch(() => 'gone')
  await until(() => connections > before)
  await other[Symbol.asyncDispose]()
  await running
  await until(() => open === 0)
})

test('a query that is cancelled ends at the engine, and the next one is answered', async () => {
  const stop = new AbortController()
  const sql = `select sum(${'abcdefgh'
    .split('')
    .map((one) => `${one}.id`)
    .join(' * ')}) from ${'abcdefgh'
    .split('')
    .map((one) => `numbers ${one}`)
    .join(', ')}`
  // As many as may run at once: what comes next waits for one of them to end.
  const queries = Array.from({ length: 4 }, () =>
    mcp.call('execute_sql_query', { pipeline_name: 'numbers', sql }, { signal: stop.signal }).then(
      ({ text }) => text,
      () => 'cancelled',
    ),
  )
  const started = performance.now()
  await mcp.call('list_tables', { pipeline_name: 'numbers' })
  stop.abort()
  expect(await Promise.all(queries)).toEqual(['cancelled', 'cancelled', 'cancelled', 'cancelled'])
  expect((await mcp.call('get_row_counts', { pipeline_name: 'numbers' })).data.counts[0].rows).toBe(100)
  // The limit of a query is 20 seconds: it did not run into that.
  expect(performance.now() - started).toBeLessThan(15_000)
})
