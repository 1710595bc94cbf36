import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LockedWorld, locked } from '../worlds/locked.ts'
import { type Served, serveWorld } from './served.ts'

let served: Served
let world: LockedWorld

beforeAll(async () => {
  served = await serveWorld(async (place) => {
    world = await locked(place)
    return world
  })
})
afterAll(() => served[Symbol.asyncDispose]())

/** Who waited for the file would wait for half a minute. */
const AT_ONCE_MS = 8_000

const LOCAL = ['', '/runs', '/runs/last', '/schemas/chatbot_source', '/completion', '/state', '/checks?data=no']

test.each(LOCAL)('%s answers at once while somebody else has the file', async (path) => {
  const started = performance.now()
  const { status } = await served.api(`/pipelines/chatbot_pipeline${path}`)
  expect(status).toBe(200)
  expect(performance.now() - started).toBeLessThan(AT_ONCE_MS)
})

test.each([
  ['row-counts', undefined],
  ['table-rows', { table: 'users' }],
  ['table-count', { table: 'users' }],
  ['query', { sql: 'select 1' }],
  ['tables/users/profile', undefined],
])('%s says at once who has it', async (path, body) => {
  const started = performance.now()
  const { status, json } = await served.api(`/pipelines/chatbot_pipeline/${path}`, { body })
  expect([status, json.error.code]).toEqual([409, 'duckdb_file_held'])
  expect(`${json.error.message} ${JSON.stringify(json.error.context)}`).toContain(String(world.pid))
  expect(performance.now() - started).toBeLessThan(AT_ONCE_MS)
})
