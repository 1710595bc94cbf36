import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { busyReads } from '../../postgres/busy-reads.ts'
import { useDatabase } from '../../postgres/use-database.ts'
import { pipelineAt } from '../worlds/chatbot-world.ts'
import { still } from '../worlds/world.ts'
import { type Served, serveWorld } from './served.ts'

const db = useDatabase()
const OF = '/pipelines/warehouse'
const ROWS = 400

let served: Served
beforeAll(async () => {
  const env = { DESTINATION__POSTGRES__CREDENTIALS: db().url }
  served = await serveWorld(async (place) => {
    const rows = Array.from({ length: ROWS }, (_, id) => ({ id, kind: 'same', lines: [{ sku: `S${id}` }] }))
    await pipelineAt(place, 0, { name: 'warehouse', destination: 'postgres', dataset: 'goods', env }).run(rows, {
      tableName: 'orders',
    })
    return still('loads into PostgreSQL', 'warehouse')
  })
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await served?.[Symbol.asyncDispose]()
})

describe('without credentials', () => {
  beforeEach(() => vi.stubEnv('DESTINATION__POSTGRES__CREDENTIALS', undefined))

  test.each(['', '/runs', '/runs/last', '/schemas/warehouse', '/completion', '/state', '/checks?data=no'])(
    '%s answers what this machine knows',
    async (path) => {
      expect((await served.api(OF + path)).status).toBe(200)
    },
  )

  test.each([
    ['row-counts', undefined],
    ['table-rows', { table: 'orders' }],
    ['table-count', { table: 'orders' }],
    ['query', { sql: 'select 1' }],
    ['export', { sql: 'select 1', format: 'csv' }],
    ['tables/orders/profile', undefined],
  ])('%s says what is missing and where it is looked for', async (path, body) => {
    const { status, json } = await served.api(`${OF}/${path}`, { body })
    expect([status, json.error.code]).toEqual([424, 'missing_config'])
    expect(json.error.message).toContain('destination.postgres')
    expect(json.error.message).toContain('DESTINATION__POSTGRES__CREDENTIALS')
  })

  test('loads and versions are those of this machine, with the reason why there are no others', async () => {
    const loads = await served.api(`${OF}/loads`)
    expect(loads.json).toMatchObject({ loads: [{ here: true }], problem: { code: 'missing_config' } })
    const versions = await served.api(`${OF}/schemas/warehouse/versions`)
    expect(versions.json).toMatchObject({ versions: [{}], problem: { code: 'missing_config' } })
  })
})

describe('with credentials', () => {
  beforeEach(() => vi.stubEnv('DESTINATION__POSTGRES__CREDENTIALS', db().url))

  test('each row stands on one page, however many are alike in the order', async () => {
    const seen: unknown[] = []
    for (let offset = 0; offset < ROWS; offset += 50) {
      const body = { table: 'orders', order: [{ column: 'kind', direction: 'asc' }], offset, limit: 50 }
      const { json } = await served.api(`${OF}/table-rows`, { body })
      seen.push(...json.rows.map(([id]: readonly unknown[]) => id))
    }
    expect(new Set(seen).size).toBe(ROWS)
    const { json } = await served.api(`${OF}/table-rows`, { body: { table: 'orders', limit: 1 } })
    expect(json.sql).toContain('ORDER BY "_dlt_id" ASC')
  })

  test('nested rows of a load are those that belong to its rows', async () => {
    const { loads } = (await served.api(`${OF}/loads`)).json
    const count = (loadId: string) => served.api(`${OF}/table-count`, { body: { table: 'orders__lines', loadId } })
    expect((await count(loads[0].loadId)).json.rows).toBe(ROWS)
    expect((await count('0')).json.rows).toBe(0)
  })

  test('the editor is told whose SQL it is, and where a statement goes wrong', async () => {
    expect((await served.api(`${OF}/completion`)).json).toMatchObject({ dialect: 'postgres', dataset: 'goods' })
    const { json } = await served.api(`${OF}/query`, { body: { sql: 'select nothing from orders' } })
    expect(json.error).toMatchObject({ code: 'bad_sql', context: { position: 8 } })
  })

  test('a statement that hangs is stopped at the server when its client goes away', async () => {
    const leave = new AbortController()
    const { origin } = new URL(served.dashboard.url)
    const asked = fetch(`${origin}/api${OF}/query`, {
      method: 'POST',
      headers: { authorization: `Bearer ${served.dashboard.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ sql: 'select count(*) from orders a, orders b, orders c, orders d, orders e' }),
      signal: leave.signal,
    }).catch((error: Error) => error.name)
    await expect.poll(() => busyReads(db())).toBe(1)
    leave.abort()
    expect(await asked).toBe('AbortError')
    await expect.poll(() => busyReads(db())).toBe(0)
  })
})
