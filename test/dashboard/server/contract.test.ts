import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiRoute, ROUTES } from '../../../src/dashboard/api/routes.ts'
import { openapi } from '../../../src/dashboard/openapi.ts'
import { changed } from '../worlds/changed.ts'
import { loadFailed, neverLoaded } from '../worlds/failed.ts'
import { good } from '../worlds/good.ts'
import { still, type World } from '../worlds/world.ts'
import { type Served, serveWorld } from './served.ts'

const document = JSON.parse(JSON.stringify(openapi('0')))
const ajv = new Ajv2020({ strict: false })
ajv.addSchema(document, 'api')

/** What does not suit the document; empty: all of it does, and nothing else is there. */
function problems(route: ApiRoute, status: number, body: unknown): unknown {
  const path = `/api${route.path.replace(/:(\w+)/g, '{$1}')}`
  const schema =
    status === 200
      ? document.paths[path][route.method.toLowerCase()].responses[200].content['application/json'].schema
      : document.components.schemas.Failure
  const validate = ajv.compile(schema)
  return validate(body) ? [] : [path, validate.errors, body]
}

interface Sent {
  readonly path: string
  readonly body?: unknown
}

/** Every route, asked for what is there. */
async function everything({ api }: Served, name: string, table: string): Promise<Readonly<Record<string, Sent>>> {
  const of = `/pipelines/${name}`
  const { schemas, defaultSchema } = (await api(of)).json
  const schema = defaultSchema ?? 'none'
  const hash = encodeURIComponent(schemas[0]?.hash ?? '')
  const loads = (await api(`${of}/loads`)).json?.loads ?? []
  const loadId = loads[0]?.loadId ?? '0'
  return {
    pipelines: { path: '/pipelines' },
    facts: { path: of },
    runs: { path: `${of}/runs` },
    run: { path: `${of}/runs/last` },
    checks: { path: `${of}/checks` },
    schema: { path: `${of}/schemas/${schema}` },
    schemaVersions: { path: `${of}/schemas/${schema}/versions` },
    schemaDiff: { path: `${of}/schemas/${schema}/diff?from=${hash}&to=${hash}` },
    schemaText: { path: `${of}/schemas/${schema}/text?format=dbml` },
    completion: { path: `${of}/completion` },
    rowCounts: { path: `${of}/row-counts` },
    tableRows: {
      path: `${of}/table-rows`,
      body: { table, order: [{ column: '_dlt_id', direction: 'desc' }], limit: 3 },
    },
    tableCount: { path: `${of}/table-count`, body: { table, where: [{ column: '_dlt_id', operator: 'not_null' }] } },
    query: { path: `${of}/query`, body: { sql: `select * from ${table}`, limit: 2 } },
    profile: { path: `${of}/tables/${table}/profile` },
    loads: { path: `${of}/loads` },
    load: { path: `${of}/loads/${loadId}` },
    loadRows: { path: `${of}/loads/${loadId}/rows` },
    state: { path: `${of}/state` },
    reports: { path: '/reports' },
    chart: {
      path: '/chart',
      body: {
        spec: {
          mark: 'bar',
          data: { values: [{ a: 'x', b: 1 }] },
          encoding: { x: { field: 'a', type: 'nominal' }, y: { field: 'b', type: 'quantitative' } },
        },
      },
    },
    diagram: {
      path: '/diagram',
      body: { boxes: ['a', 'b'].map((name) => ({ name, width: 9, height: 9 })), links: [{ from: 'a', to: 'b' }] },
    },
  }
}

const WORLDS: readonly (readonly [string, (place: Parameters<typeof good>[0]) => Promise<World>, string])[] = [
  ['good loads', good, 'users'],
  ['a schema that changed', changed, 'people'],
  ['a failed load', loadFailed, 'orders'],
  ['nothing but a failed first run', neverLoaded, 'users'],
]

describe.each(WORLDS)('of %s', (what, make, table) => {
  let served: Served
  let name = ''
  let asked: Readonly<Record<string, Sent>> = {}
  beforeAll(async () => {
    served = await serveWorld(async (place) => {
      await writeFile(join(place.folder, 'some.explore.ts'), "export const pipeline = 'chatbot_pipeline'\n")
      const world = await make(place)
      name = world.pipeline ?? ''
      return world
    })
    asked = await everything(served, name, table)
  })
  afterAll(async () => {
    await served[Symbol.asyncDispose]()
  })

  const json = Object.entries<ApiRoute>(ROUTES).filter(([, { kind = 'json' }]) => kind === 'json')
  test.each(json)('%s answers as the document says', async (route, shape) => {
    const sent = asked[route]
    expect(sent, 'this route is not asked').toBeDefined()
    if (sent === undefined) return
    const { status, json: body } = await served.api(sent.path, sent)
    expect(problems(shape, status, body)).toEqual([])
    if (what === 'good loads') expect([route, status, body.error]).toEqual([route, 200, undefined])
    expect(status).toBeLessThan(500)
    expect(served.unexpected).toEqual([])
  })
})

test('a machine on which nothing has run has no pipelines', async () => {
  await using served = await serveWorld(async () => still('nothing'))
  const { status, json } = await served.api('/pipelines')
  expect([status, json.pipelines]).toEqual([200, []])
})

test('the document of the API is served', async () => {
  await using served = await serveWorld(async () => still('nothing'))
  const { json } = await served.api('/openapi.json')
  expect(json.paths).toEqual(document.paths)
})
