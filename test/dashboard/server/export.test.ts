import { afterAll, beforeAll, expect, test } from 'vitest'
import { changed } from '../worlds/changed.ts'
import { type Served, serveWorld } from './served.ts'

let served: Served
beforeAll(async () => {
  served = await serveWorld(changed)
})
afterAll(() => served[Symbol.asyncDispose]())

const OF = '/pipelines/crm_pipeline'
const exported = (body: unknown) => served.api(`${OF}/export`, { body })

test('a table is exported as csv with its filters and order', async () => {
  const where = [{ column: 'id', operator: 'lt', value: 3 }]
  const { status, headers, text } = await exported({
    format: 'csv',
    table: { table: 'people', where, order: [{ column: 'id', direction: 'desc' }] },
  })
  expect(status).toBe(200)
  expect(headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': "attachment; filename*=UTF-8''people.csv",
    'content-length': String(Buffer.byteLength(text)),
  })
  expect(text.split('\r\n').map((line) => line.split(',')[0])).toEqual(['id', '2', '1', '0', ''])
  expect(headers['x-tolva-limited']).toBeUndefined()
})

test('a statement is exported as Parquet', async () => {
  const { status, headers, text } = await exported({ format: 'parquet', sql: 'select id, name from people' })
  expect([status, headers['content-type']]).toEqual([200, 'application/vnd.apache.parquet'])
  expect([text.slice(0, 4), text.slice(-4)]).toEqual(['PAR1', 'PAR1'])
})

test('what is refused to be read is refused to be exported', async () => {
  const { status, json } = await exported({ format: 'csv', sql: "select * from read_text('/etc/passwd')" })
  expect([status, json.error.code]).toEqual([403, 'sql_function_refused'])
  expect(await exported({ format: 'csv' })).toMatchObject({ status: 400, json: { error: { code: 'bad_request' } } })
})

test('rows that are alike in the order that was asked for stand in the order of their key, so that no page repeats them', async () => {
  const page = (order: unknown) => served.api(`${OF}/table-rows`, { body: { table: 'people', order, limit: 5 } })
  expect((await page([{ column: 'city', direction: 'desc' }])).json.sql).toMatch(/ORDER BY "city" DESC.*, "_dlt_id"/)
  expect((await page([])).json.sql).not.toContain('ORDER BY')
})

test('rows of one load are those that say so, and nested rows those that belong to them', async () => {
  const { loads } = (await served.api(`${OF}/loads`)).json
  const count = async (table: string, loadId?: string) =>
    served.api(`${OF}/table-count`, { body: { table, ...(loadId && { loadId }) } })
  const [newest, , oldest] = loads
  expect((await count('people')).json.rows).toBe(50)
  expect((await count('people', newest.loadId)).json.rows).toBe(50)
  expect((await count('people', oldest.loadId)).json.rows).toBe(0)
  const tags = (await count('people__tags')).json.rows
  expect(tags).toBeGreaterThan(0)
  expect((await count('people__tags', newest.loadId)).json.rows).toBe(tags)
  expect((await count('people__tags', oldest.loadId)).json.rows).toBe(0)
  const rows = await served.api(`${OF}/table-rows`, {
    body: { table: 'people__tags', loadId: newest.loadId, limit: 5 },
  })
  expect(rows.json.rows).toHaveLength(5)
  expect(rows.json.sql).toContain('IN (SELECT "_dlt_id" FROM "people" WHERE "_dlt_load_id" = ')
  expect(await count('_dlt_version', newest.loadId)).toMatchObject({
    status: 400,
    json: { error: { code: 'table_without_load_id', hint: 'Look at it without a load.' } },
  })
})

test('a statement that cannot be read says at which character', async () => {
  const { json } = await served.api(`${OF}/query`, { body: { sql: "explain select 'ö' fro people x" } })
  expect(json.error).toMatchObject({ code: 'bad_sql', context: { position: 24 } })
})

test('the editor is told whose SQL it is', async () => {
  expect((await served.api(`${OF}/completion`)).json).toMatchObject({ dialect: 'duckdb', dataset: 'crm_data' })
})
