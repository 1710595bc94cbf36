import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningDashboard, startDashboard } from '../../../src/dashboard/start-dashboard.ts'
import { type LeakyProject, leakyProject } from './leaky-project.ts'
import { leaksIn, SECRETS } from './planted.ts'
import { REFUSED, REPEATING } from './sql-attempts.ts'

let project: LeakyProject
let dashboard: RunningDashboard
const answers: string[] = []
const unexpected: unknown[] = []

beforeAll(async () => {
  project = await leakyProject()
  Object.assign(process.env, project.env)
  dashboard = await startDashboard({
    port: 0,
    dataDir: project.dataDir,
    projectDir: project.folder,
    pageFolder: `${project.folder}/no-page`,
    onError: (error) => unexpected.push(error),
  })
})

afterAll(async () => {
  for (const name of Object.keys(project.env)) delete process.env[name]
  await dashboard.close()
  await project[Symbol.asyncDispose]()
})

async function ask(path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`http://127.0.0.1:${dashboard.port}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${dashboard.token}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    redirect: 'manual',
  })
  const text = await response.text()
  answers.push(text, JSON.stringify([...response.headers]))
  return { status: response.status, text }
}

/** What came out so far. A number of eight digits is data here as well: the page shows it. */
const leaks = () => leaksIn(answers.join('\n')).filter((leak) => !leak.startsWith('pin '))
const filled = (text: string) =>
  text.replaceAll('FILE', `${project.folder}/.dlt/secrets.toml`).replaceAll('FOLDER', `${project.folder}/.dlt`)

test('the dashboard reads what was loaded', async () => {
  const { status, text } = await ask('/api/pipelines/leaky/query', { sql: 'select id from echo' })
  expect([status, JSON.parse(text).rows]).toEqual([200, [[1]]])
})

test.each(REFUSED)('refuses %s', async (sql) => {
  const { status, text } = await ask('/api/pipelines/leaky/query', { sql: filled(sql) })
  expect([status, JSON.parse(text).error.code]).toEqual([expect.any(Number), expect.stringMatching(/^sql_/)])
  expect(leaks()).toEqual([])
})

test.each(REPEATING)('repeats no secret: %s', async (sql) => {
  await ask('/api/pipelines/leaky/query', { sql })
  expect(leaks()).toEqual([])
})

test.each(["select content from read_text('FILE')", "from 'FILE'", "copy (from read_text('FILE')) to '/tmp/x'"])(
  'exports nothing of %s',
  async (sql) => {
    for (const format of ['csv', 'parquet']) {
      const { text } = await ask('/api/pipelines/leaky/export', { format, sql: filled(sql) })
      expect(text).toContain('sql_')
    }
    expect(leaks()).toEqual([])
  },
)

describe('what it tells', () => {
  test.each([
    '',
    '/leaky',
    '/failing',
    '/leaky/runs',
    '/failing/runs',
    '/leaky/runs/last',
    '/failing/runs/last',
    '/leaky/checks',
    '/failing/checks',
    '/leaky/schemas/leaky',
    '/leaky/schemas/leaky/versions',
    ...['yaml', 'json', 'dbml', 'dot', 'mermaid', 'ts'].map((format) => `/leaky/schemas/leaky/text?format=${format}`),
    '/leaky/completion',
    '/leaky/row-counts',
    '/leaky/tables/echo/profile',
    '/leaky/tables/echo__nested/profile',
    '/leaky/tables/_dlt_pipeline_state/profile',
    '/leaky/loads',
    '/failing/loads',
    '/leaky/state',
    '/failing/state',
  ])('at %s holds no secret', async (path) => {
    const { status } = await ask(`/api/pipelines${path}`)
    expect(status).toBe(200)
    expect(leaks()).toEqual([])
  })

  test('of tables, filtered and ordered, holds none', async () => {
    for (const table of ['echo', 'echo__nested', '_dlt_pipeline_state', '_dlt_version', '_dlt_loads']) {
      expect((await ask('/api/pipelines/leaky/table-rows', { table })).status).toBe(200)
    }
    const where = [{ column: 'token', kind: 'contains', value: SECRETS.file }]
    await ask('/api/pipelines/leaky/table-rows', { table: 'echo', where })
    await ask('/api/pipelines/leaky/table-count', { table: 'echo', where })
    expect(leaks()).toEqual([])
  })

  test('as it happens holds none', async () => {
    const stop = new AbortController()
    const response = await fetch(`http://127.0.0.1:${dashboard.port}/api/pipelines/failing/live`, {
      headers: { authorization: `Bearer ${dashboard.token}` },
      signal: stop.signal,
    })
    const first = await response.body?.getReader().read()
    stop.abort()
    answers.push(new TextDecoder().decode(first?.value))
    expect(leaks()).toEqual([])
  })
})

describe('paths that lead elsewhere', () => {
  test.each([
    '/.dlt/secrets.toml',
    '/..%2f.dlt%2fsecrets.toml',
    '/%2e%2e/%2e%2e/.dlt/secrets.toml',
    '/assets/..%2f..%2f.dlt/secrets.toml',
    '/assets/%00',
    '/file:%2f%2f%2fetc/passwd',
    '/api/../.dlt/secrets.toml',
    '/api/pipelines/..%2f..%2fproject%2f.dlt/state',
    '/api/pipelines/..%2f..%2fproject',
    '/api/pipelines/%2e%2e/runs/last',
    '/api/pipelines/leaky%00/state',
    '/api/pipelines/leaky/runs/..%2f..%2f..%2f..%2fproject%2f.dlt%2fsecrets.toml',
    '/api/pipelines/leaky/loads/..%2f..%2f..%2fproject%2f.dlt',
    '/api/pipelines/leaky/loads/..%2fsecrets/rows',
    '/api/pipelines/leaky/schemas/..%2f..%2f..%2fproject%2f.dlt%2fsecrets/text',
    '/api/pipelines/leaky/schemas/leaky/text?format=../../../.dlt/secrets.toml',
    '/api/pipelines/leaky/schemas/leaky/diff?from=../x&to=FILE',
    "/api/pipelines/leaky/tables/read_text('FILE')/profile",
    '/api/pipelines/leaky/tables/FILE/profile',
    '/api/reports/.dlt%2fsecrets.toml/html',
    '/api/reports/..%2fhome%2fprivate.toml/html',
    '/api/reports/linked.yaml/html',
    '/api/reports/linked.yaml/live',
    '/api/reports/%2fetc%2fpasswd/html',
  ])('%s', async (path) => {
    await ask(filled(path).replaceAll(' ', '%20'))
    expect(leaks()).toEqual([])
  })

  test.each([
    ['table-rows', { table: "read_text('FILE')" }],
    ['table-rows', { table: 'FILE' }],
    ['table-rows', { table: "echo'; select * from read_text('FILE') --" }],
    ['table-rows', { table: 'echo', order: [{ column: "(select content from read_text('FILE'))", direction: 'asc' }] }],
    ['table-rows', { table: 'echo', loadId: "' union select content from read_text('FILE') --" }],
    ['table-count', { table: 'FILE' }],
    ['export', { format: 'csv', table: { table: 'FILE' } }],
    ['export', { format: 'csv', table: { table: "read_text('FILE')" } }],
  ])('%s %j', async (route, body) => {
    await ask(`/api/pipelines/leaky/${route}`, JSON.parse(filled(JSON.stringify(body))))
    expect(leaks()).toEqual([])
  })

  test.each([
    { data: { url: 'FILE' }, mark: 'point' },
    { data: { url: 'file://FILE' }, mark: 'point' },
    { data: { values: [] }, mark: 'image', encoding: { url: { value: 'FILE' } } },
  ])('a chart of %j', async (spec) => {
    await ask('/api/chart', { spec: JSON.parse(filled(JSON.stringify(spec))) })
    expect(leaks()).toEqual([])
  })

  test('parameters and headers that are repeated', async () => {
    const shown = encodeURIComponent(SECRETS.file)
    await ask(`/api/pipelines/${shown}/state`)
    await ask(`/api/${shown}?token=${shown}`)
    await ask('/api/pipelines', undefined, { 'x-forwarded-host': SECRETS.file })
    expect(leaks()).toEqual([])
  })
})

test('nobody without the token is told anything', async () => {
  for (const path of ['/api/pipelines', '/api/pipelines/leaky/state', '/api/openapi.json']) {
    expect((await ask(path, undefined, { authorization: 'Bearer wrong' })).status).toBe(401)
  }
})
