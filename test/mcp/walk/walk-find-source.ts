import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Document, parseDocument } from 'yaml'
import { type ChatbotSandbox, startChatbotSandbox } from '../../../src/testing/sandbox/chatbot-sandbox.ts'
import { setup as buildWhereStale } from '../../built-package.ts'
import type { Assistant, StartAssistant } from './assistant.ts'

const TOKEN = 'only-the-person-knows-me-7f3a9c'
const WRONG_TOKEN = 'mistyped-by-the-person-51d0e8'
const USERS = 90
const STORIES = 5
const FILE = 'chatbot_pipeline.yaml'
const PIPELINE = 'chatbot_pipeline'
const KEY = 'sources.chatbot_source.api_key'

let folder: string
let sandbox: ChatbotSandbox
let assistant: Assistant
let start: StartAssistant

/** Mends the pipeline file, as an assistant does with its own tools. */
async function edit(change: (file: Document) => void): Promise<void> {
  const path = join(folder, FILE)
  const file = parseDocument(await readFile(path, 'utf8'))
  change(file)
  await writeFile(path, String(file))
}

/** What the person does in an editor. */
async function personWrites(token: string): Promise<void> {
  const toml = `[sources.chatbot_source]\napi_key = "${token}"\n`
  await writeFile(join(folder, '.dlt', 'secrets.toml'), toml)
}

async function rowCounts(): Promise<unknown> {
  const { data } = await assistant.call('get_row_counts', { pipeline_name: PIPELINE })
  return data
}

const counts = (expected: Readonly<Record<string, number>>) => ({
  counts: expect.arrayContaining(Object.entries(expected).map(([table, rows]) => ({ table, rows }))),
})

const resourceOf = (resource: unknown) => ({ sources: [{ resources: [resource] }] })

/**
 * From a request to a checked load, with three faults on the way: a wrong token, page 1 only, a wrong selector. Each is found by what
 * the tools say, mended by an edit of the file or by the person, and run again.
 */
export function walkFindSource(client: string, startAssistant: StartAssistant): void {
  start = startAssistant
  describe(`an assistant that is told to load users from ChatBot, by ${client}`, () => {
    beforeAll(async () => {
      buildWhereStale()
      folder = await mkdtemp(join(tmpdir(), 'tolva-walk-'))
      sandbox = await startChatbotSandbox({ users: USERS, stories: STORIES, token: TOKEN, storiesShape: 'data' })
      const allow = 'local:write,network:read,data:write'
      assistant = await start({ folder, dataDir: join(folder, 'data'), allow })
    })
    afterAll(async () => {
      await assistant[Symbol.asyncDispose]()
      await sandbox.close()
      await rm(folder, { recursive: true, force: true })
    })

    test('finds the source, with its endpoints and where the token is made', async () => {
      const { data } = await assistant.call('search_sources', { query: 'load users from the ChatBot API' })
      expect(data).toMatchObject({
        sources: expect.arrayContaining([
          expect.objectContaining({
            name: 'chatbot',
            base_url: 'https://api.chatbot.com',
            verified: true,
            endpoints: expect.arrayContaining([{ resource: 'users', path: 'users' }]),
            secrets: [{ key: KEY, description: expect.stringContaining('Settings') }],
          }),
        ]),
      })
    })

    test('scaffolds it and keeps one endpoint', async () => {
      const { data } = await assistant.call('scaffold_source', { source: 'chatbot', format: 'yaml' })
      expect(data).toMatchObject({ made: expect.arrayContaining([FILE, '.dlt/secrets.toml']), kept: [] })
      await edit((file) => {
        file.setIn(['source', 'client', 'base_url'], sandbox.url)
        file.deleteIn(['source', 'resources', 2])
        file.deleteIn(['source', 'resources', 1])
      })
    })

    test('is told what is missing, writes a placeholder, and cannot write a secret', async () => {
      await rm(join(folder, '.dlt', 'secrets.toml'))
      const key = (status: string) => ({
        ready: false,
        keys: expect.arrayContaining([expect.objectContaining({ key: KEY, status })]),
      })
      expect((await assistant.call('secrets_check', { file: FILE })).data).toMatchObject(key('missing'))
      const live = '[sources.chatbot_source]\napi_key = "sk_live_9aK2mQ7xV4tR8wZ1bN6c"'
      expect(await assistant.call('secrets_update_fragment', { fragment: live })).toMatchObject({
        failure: { code: 'live_secret' },
      })
      const fragment = '[sources.chatbot_source]\napi_key = "<configure me>"'
      expect(await assistant.call('secrets_update_fragment', { fragment })).toMatchObject({
        data: { keys: [{ key: KEY, status: 'placeholder' }] },
      })
      expect((await assistant.call('secrets_check', { file: FILE })).data).toMatchObject(key('placeholder'))
      expect(sandbox.requests).toEqual([])
    })

    test('401: sees that the token is wrong, not what it is', async () => {
      await personWrites(WRONG_TOKEN)
      const checked = await assistant.call('check_source', { file: FILE })
      expect(checked.data).toMatchObject({
        ok: false,
        ...resourceOf({ resource: 'users', error: { code: 'http_401' } }),
      })
      const run = await assistant.call('run_pipeline', { file: FILE, limit: 1 })
      expect(run.failure).toMatchObject({ code: 'http_401', hint: expect.any(String) })
    })

    test('sees that the mended token is set, and what the API answers', async () => {
      await personWrites(TOKEN)
      expect((await assistant.call('secrets_check', { file: FILE })).data).toMatchObject({ ready: true })
      const { data } = await assistant.call('secrets_view_redacted')
      expect(data).toMatchObject({ keys: [{ key: KEY, type: 'string', status: 'set' }] })
      const checked = await assistant.call('check_source', { file: FILE })
      expect(checked.data).toMatchObject({
        ok: true,
        ...resourceOf({ auth: { status: 200, withoutStatus: 401 }, rows: { selector: 'data', count: 40 } }),
      })
    })

    test('asks an endpoint that the file does not have yet, by the client that it declares', async () => {
      const { data } = await assistant.call('probe_endpoint', { file: FILE, path: 'v2/stories' })
      expect(data).toMatchObject({ status: 200, rows: { selector: 'data', count: STORIES, found: 'detected' } })
    })

    test('plans, and loads one page', async () => {
      const database = () => readFile(join(folder, `${PIPELINE}.duckdb`))
      const before = await database()
      const plan = await assistant.call('plan_pipeline', { file: FILE })
      expect(JSON.stringify(plan.data)).toContain('attributes__default_email')
      expect(before.equals(await database())).toBe(true)
      const run = await assistant.call('run_pipeline', { file: FILE, limit: 1 })
      expect(run.data).toMatchObject({ pipeline: PIPELINE, row_counts: { users: 40 } })
      expect(await rowCounts()).toMatchObject(counts({ users: 40 }))
    })

    test('page 1 only: finds it by the check, takes the paginator that is advised, and has all rows', async () => {
      await edit((file) => file.deleteIn(['source', 'resources', 0, 'endpoint', 'paginator']))
      await assistant.call('run_pipeline', { file: FILE })
      expect(await rowCounts()).toMatchObject(counts({ users: 40 }))
      const allPages = (health: string) => ({
        checks: expect.arrayContaining([
          expect.objectContaining({
            name: 'all_pages',
            health,
            findings: [expect.objectContaining({ subject: 'users', health })],
          }),
        ]),
      })
      expect((await assistant.call('check_pipeline')).data).toMatchObject({ health: 'bad', ...allPages('bad') })
      const checked = await assistant.call('check_source', { file: FILE, resources: ['users'] })
      expect(checked.data).toMatchObject({
        ok: false,
        ...resourceOf({
          paging: { paginator: 'auto', total: { path: 'count', rows: USERS } },
          problems: [expect.stringContaining('first page only')],
          advice: {
            config: { endpoint: { paginator: { type: 'cursor', cursorPath: 'data[-1].id', cursorParam: 'after' } } },
          },
        }),
      })
      const paginator = { type: 'cursor', cursor_path: 'data[-1].id', cursor_param: 'after' }
      await edit((file) => file.setIn(['source', 'resources', 0, 'endpoint', 'paginator'], paginator))
      await assistant.call('run_pipeline', { file: FILE })
      expect(await rowCounts()).toMatchObject(counts({ users: USERS }))
      expect((await assistant.call('check_pipeline')).data).toMatchObject(allPages('good'))
    })

    test('wrong selector: finds that no rows came, takes the list that is there, and has all rows', async () => {
      const endpoint = { path: 'v2/stories', paginator: 'single_page', data_selector: 'items' }
      await edit((file) => file.addIn(['source', 'resources'], { name: 'stories', endpoint }))
      const failed = await assistant.call('run_pipeline', { file: FILE, resources: ['stories'] })
      expect(failed.failure).toMatchObject({ code: 'selector_no_match' })
      expect(failed.text).toMatch(/\bdata\b/)
      // The wrong way to mend it: nothing is an error any more, and nothing comes.
      await edit((file) => file.setIn(['source', 'resources', 1, 'endpoint', 'data_selector_required'], false))
      const run = await assistant.call('run_pipeline', { file: FILE, resources: ['stories'] })
      expect(run).toMatchObject({
        failure: undefined,
        data: { row_counts: {} },
        text: expect.stringContaining('No rows'),
      })
      const trace = await assistant.call('trace_summary')
      expect(trace.data).toMatchObject({ resources: [{ name: 'stories', rows: 0 }], tables: [] })
      const checked = await assistant.call('check_source', { file: FILE, resources: ['stories'] })
      expect(checked.data).toMatchObject(
        resourceOf({ rows: { selector: 'items', others: [{ selector: 'data', items: STORIES }] } }),
      )
      await edit((file) => {
        file.setIn(['source', 'resources', 1, 'endpoint', 'data_selector'], 'data')
        file.deleteIn(['source', 'resources', 1, 'endpoint', 'data_selector_required'])
      })
      const mended = await assistant.call('run_pipeline', { file: FILE, resources: ['stories'] })
      expect(mended.data).toMatchObject({ row_counts: { stories: STORIES } })
    })

    test('validates: counts as the API has them, keys, types, a query, a diagram', async () => {
      expect(await rowCounts()).toMatchObject(
        counts({ users: sandbox.data.users.length, stories: sandbox.data.stories.length }),
      )
      const table = await assistant.call('get_table_schema', { table_name: 'users' })
      expect(table.data).toMatchObject({
        write_disposition: 'merge',
        columns: expect.arrayContaining([
          expect.objectContaining({ name: 'id', hints: expect.arrayContaining(['primary_key']) }),
          expect.objectContaining({ name: 'created_at', type: 'timestamp' }),
        ]),
      })
      const sql = 'SELECT count(DISTINCT id) AS users FROM users'
      const query = await assistant.call('execute_sql_query', { sql })
      expect(query.data).toMatchObject({ rows: [[USERS]], truncated: false })
      const diagram = await assistant.call('export_schema', { format: 'mermaid' })
      expect(diagram.data).toMatchObject({ text: expect.stringMatching(/erDiagram[\s\S]*stories__metrics/) })
    })

    test('is told by which flag it would be granted what it is not', async () => {
      await using careful = await start({ folder, dataDir: join(folder, 'data'), allow: '' })
      expect((await careful.call('get_row_counts')).data).toMatchObject(counts({ users: USERS }))
      const requests = sandbox.requests.length
      for (const [tool, input, flag] of [
        ['scaffold_source', { source: 'chatbot' }, '--allow local:write'],
        ['check_source', { file: FILE }, '--allow network:read'],
        ['run_pipeline', { file: FILE }, '--allow data:write,network:read'],
      ] as const) {
        const { failure } = await careful.call(tool, input)
        expect(failure).toMatchObject({ code: 'not_granted', hint: expect.stringContaining(flag) })
      }
      expect(sandbox.requests).toHaveLength(requests)
      expect(careful.heard()).not.toContain(TOKEN)
    })

    test('has not heard a token, from first to last', () => {
      expect(assistant.heard()).toContain('rows')
      expect(assistant.heard()).not.toContain(TOKEN)
      expect(assistant.heard()).not.toContain(WRONG_TOKEN)
      for (const token of [TOKEN, WRONG_TOKEN]) {
        expect(assistant.heard()).not.toContain(Buffer.from(token).toString('base64').replace(/=+$/, ''))
      }
    })
  })
}
