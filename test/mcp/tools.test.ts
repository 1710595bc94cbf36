import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TOOLS } from '../../src/mcp/tools/registry.ts'
import { type Connected, connectMcp } from './connect-client.ts'
import { type SandboxPlace, sandboxPlace, TOKEN } from './loaded-place.ts'

const ALL = ['--allow', 'local:write,data:write,network:read']
let world: SandboxPlace
let mcp: Connected

beforeAll(async () => {
  world = await sandboxPlace()
  mcp = await connectMcp({ place: world.place, args: ALL })
})
afterAll(async () => {
  // Nothing that any tool said held the token.
  const { wire } = mcp
  await mcp[Symbol.asyncDispose]()
  await world[Symbol.asyncDispose]()
  expect(wire.length).toBeGreaterThan(20)
  expect(wire.filter((line) => line.includes(TOKEN))).toEqual([])
})

describe('what is offered', () => {
  test('is each tool of the registry, with schemas, annotations and a title', async () => {
    const { tools } = await mcp.client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(TOOLS.map(({ name }) => name))
    for (const tool of tools) {
      expect([tool.name, tool.inputSchema.type, tool.outputSchema?.type, typeof tool.title]).toEqual([
        tool.name,
        'object',
        'object',
        'string',
      ])
      expect(typeof tool.annotations?.readOnlyHint).toBe('boolean')
      expect(tool.description).not.toContain('NOT GRANTED')
    }
    expect(tools.filter(({ annotations }) => !annotations?.readOnlyHint).map(({ name }) => name)).toEqual([
      'secrets_update_fragment',
      'scaffold_source',
      'run_pipeline',
    ])
  })

  test('has pages of the documentation, and prompts that name tools which are there', async () => {
    const { resources } = await mcp.client.listResources()
    expect(resources.map(({ uri }) => uri)).toContain('tolva://docs/rest-api')
    const page = await mcp.client.readResource({ uri: 'tolva://docs/paging' })
    expect(page.contents[0]).toMatchObject({ mimeType: 'text/markdown', text: expect.stringContaining('# ') })
    await expect(mcp.client.readResource({ uri: 'tolva://docs/..%2Fpackage' })).rejects.toThrow()
    const { prompts } = await mcp.client.listPrompts()
    expect(prompts.map(({ name }) => name)).toEqual(['find-source', 'debug-pipeline', 'validate-data'])
    const names = new Set(TOOLS.map(({ name }) => name))
    for (const { name } of prompts) {
      const { messages } = await mcp.client.getPrompt({ name, arguments: {} })
      const [content] = messages.map((message) => message.content)
      const text = content?.type === 'text' ? content.text : ''
      const named = text.match(/\b[a-z]+(_[a-z]+)+\b/g) ?? []
      expect(named.length).toBeGreaterThan(3)
      expect(named.filter((word) => !names.has(word) && word !== 'all_pages' && word !== 'rest_api')).toEqual([])
    }
  })
})

describe('before anything was loaded', () => {
  test('project_info says which folders are looked at', async () => {
    const { data, text } = await mcp.call('project_info')
    expect(data).toMatchObject({
      project_folder: world.place.project,
      found_by: '.dlt in the current folder',
      working_folders: join(world.place.dataDir, 'pipelines'),
      working_folders_from: 'TOLVA_DATA_DIR',
      pipeline_files: ['chatbot.yaml'],
      pipelines: [],
      not_granted: ['network:write'],
    })
    expect(text).toContain(world.place.project)
  })

  test('there are no pipelines, and that is said with the next step', async () => {
    expect((await mcp.call('list_pipelines')).data).toEqual({ pipelines: [] })
    const { isError, text } = await mcp.call('pipeline_info')
    expect([isError, text]).toEqual([
      true,
      'no_pipelines: no pipeline has run on this machine yet\nnext: Run one first: run_pipeline, or tolva run <file>. project_info says in which folder was looked.',
    ])
  })

  test('secrets are told by their shape, and what is needed by the file', async () => {
    const files = await mcp.call('secrets_list')
    expect(files.data.files[0]).toEqual({ path: '.dlt/secrets.toml', present: true, kind: 'secrets' })
    const shape = await mcp.call('secrets_view_redacted')
    expect(shape.data.keys).toEqual([{ key: 'sources.chatbot_source.api_key', type: 'string', status: 'set' }])
    const needed = await mcp.call('secrets_check', { file: 'chatbot.yaml' })
    expect(needed.data).toMatchObject({ ready: true, file: 'chatbot.yaml' })
    expect(needed.data.keys.find(({ key }: { key: string }) => key.endsWith('api_key'))).toMatchObject({
      status: 'set',
    })
    const explained = await mcp.call('explain_config', { key: 'sources.chatbot_source.api_key' })
    expect(explained.data).toMatchObject({ found: true, file: join(world.place.project, '.dlt/secrets.toml') })
  })

  test('placeholders are written, real secrets are not', async () => {
    const fragment = '[sources.shop_source]\napi_key = "<configure me>"'
    const made = await mcp.call('secrets_update_fragment', { fragment })
    expect(made.data.keys.at(-1)).toEqual({ key: 'sources.shop_source.api_key', type: 'string', status: 'placeholder' })
    const live = await mcp.call('secrets_update_fragment', { fragment: 'token = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"' })
    expect(live.code).toBe('live_secret')
    expect((await mcp.call('secrets_view_redacted', { file: '../other.toml' })).code).toBe('unknown_secrets_file')
  })

  test('toolkits and sources are there to be chosen from', async () => {
    const { data } = await mcp.call('list_toolkits')
    expect(data.toolkits.map(({ name }: { name: string }) => name)).toContain('rest-api-pipeline')
    const runtime = data.toolkits.find(({ name }: { name: string }) => name === 'dlthub-runtime')
    expect([runtime.status, runtime.install]).toEqual(['not yet', undefined])
    const info = await mcp.call('toolkit_info', { name: 'rest-api-pipeline' })
    expect(info.data.skills.map(({ name }: { name: string }) => name)).toContain('find-source')
    const found = await mcp.call('search_sources', { query: 'chatbot users' })
    expect(found.data.sources[0]).toMatchObject({ name: 'chatbot', verified: true })
    const all = await mcp.call('list_sources')
    expect(all.data.sources.length).toBeGreaterThan(5)
  })

  test('a source is scaffolded into a folder of the project and nowhere else', async () => {
    const { data, isError } = await mcp.call('scaffold_source', { source: 'rest_api', name: 'shop', dir: 'shop' })
    expect(isError).toBe(false)
    expect(data.made.length).toBeGreaterThan(1)
    expect(await readFile(join(world.place.project, 'shop', '.dlt', 'secrets.toml'), 'utf8')).toContain(
      '<configure me>',
    )
    expect((await mcp.call('scaffold_source', { source: 'chatbot', dir: '../elsewhere' })).code).toBe('outside_project')
  })
})

describe('an API', () => {
  test('is checked with the credentials of the project', async () => {
    const { data, text } = await mcp.call('check_source', { file: 'chatbot.yaml', resources: ['users'] })
    expect(data).toMatchObject({ ok: true, file: 'chatbot.yaml' })
    expect(text).toContain('ok  users')
    expect(text).toContain('header Authorization (Bearer)')
  })

  test('is asked once, and stays at its origin', async () => {
    const before = world.sandbox.requests.length
    const { data, text } = await mcp.call('probe_endpoint', { file: 'chatbot.yaml', params: { limit: 2 } })
    expect(data).toMatchObject({
      status: 200,
      resource: 'users',
      language: 'yaml',
      auth: ['header Authorization (Bearer)'],
      rows: { selector: 'data', count: 2 },
      paging: { paginator: 'cursor' },
    })
    expect(text).toContain('data_selector: data')
    expect(world.sandbox.requests.slice(before).map(({ url }) => url)).toEqual(['/users?limit=2'])
    const other = await mcp.call('probe_endpoint', { file: 'chatbot.yaml', path: 'nothing/here' })
    expect(other.data).toMatchObject({ status: 404, next: expect.stringContaining('Nothing stands at this path') })
    const away = await mcp.call('probe_endpoint', { file: 'chatbot.yaml', path: 'https://evil.example/x' })
    expect([away.code, away.text]).toEqual(['other_origin', expect.stringContaining(world.sandbox.url)])
  })

  test('is planned without a load', async () => {
    const { data, text } = await mcp.call('plan_pipeline', { file: 'chatbot.yaml', resources: ['users'] })
    expect(data.plan).toBeDefined()
    expect(text).toContain('users')
    expect((await mcp.call('list_pipelines')).data).toEqual({ pipelines: [] })
  })
})

describe('a load', () => {
  beforeAll(async () => {
    const told: string[] = []
    const { data, isError, text } = await mcp.call(
      'run_pipeline',
      { file: 'chatbot.yaml' },
      { onProgress: (line) => told.push(line) },
    )
    expect([isError, text.split('\n')[0]]).toEqual([
      false,
      expect.stringMatching(/^Pipeline chatbot_pipeline load step completed/),
    ])
    expect(data).toMatchObject({ pipeline: 'chatbot_pipeline', row_counts: { users: 90 } })
    expect(data.packages).toEqual([{ load_id: expect.any(String), state: 'loaded' }])
    expect(told.length).toBeGreaterThan(0)
  })

  test('is listed, and told of', async () => {
    const list = await mcp.call('list_pipelines')
    expect(list.data.pipelines).toEqual([
      expect.objectContaining({ name: 'chatbot_pipeline', destination: 'duckdb', waiting: 0 }),
    ])
    const info = await mcp.call('pipeline_info')
    expect(info.data).toMatchObject({ dataset: 'chatbot_data', project_folder: world.place.project })
    const trace = await mcp.call('trace_summary')
    expect(trace.data).toMatchObject({
      outcome: 'completed',
      resources: [{ name: 'users', rows: 90 }, { name: 'stories' }],
    })
    const unknown = await mcp.call('pipeline_info', { pipeline_name: 'chatbot_pipelin' })
    expect([unknown.code, unknown.text]).toEqual(['unknown_pipeline', expect.stringContaining('chatbot_pipeline')])
  })

  test('has tables, with schema and statement', async () => {
    const { data } = await mcp.call('list_tables')
    expect(data.tables.map(({ name }: { name: string }) => name)).toContain('users')
    const schema = await mcp.call('get_table_schema', { table_name: 'users' })
    expect(schema.data).toMatchObject({ sql_dialect: 'duckdb', sql_identifier: '"chatbot_data"."users"' })
    expect(schema.data.columns.find(({ name }: { name: string }) => name === 'id').hints).toContain('primary_key')
    const ddl = await mcp.call('get_table_create_sql', { table_name: 'users' })
    expect(ddl.data.sql).toMatch(/^CREATE TABLE "chatbot_data"\."users" \("id" VARCHAR NOT NULL/)
    expect((await mcp.call('get_table_schema', { table_name: 'user' })).code).toBe('unknown_table')
  })

  test('has rows, within limits that are said', async () => {
    const counts = await mcp.call('get_row_counts')
    expect(counts.data.counts).toContainEqual({ table: 'users', rows: 90 })
    const preview = await mcp.call('preview_table', { table_name: 'users', rows: 3 })
    expect([preview.data.row_count, preview.text.split('\n').at(-1)]).toEqual([3, '*(3 rows)*'])
    const query = await mcp.call('execute_sql_query', {
      sql: 'select count(*) as n, 2::hugeint ** 70 as big from users',
    })
    expect(query.data.rows[0][0]).toBe(90)
    const cut = await mcp.call('execute_sql_query', { sql: 'select id from users', max_rows: 5 })
    expect(cut.data).toMatchObject({ row_count: 5, truncated: true, limits: ['only the first 5 rows were read'] })
    for (const [sql, code] of [
      ["select * from read_text('.dlt/secrets.toml')", 'sql_outside_dataset'],
      ['drop table users', 'sql_not_read_only'],
      ['select 1; select 2', 'sql_not_read_only'],
      ["select getenv('HOME')", 'sql_function_refused'],
    ] as const) {
      const refused = await mcp.call('execute_sql_query', { sql })
      expect([sql, refused.isError]).toEqual([sql, true])
      expect(refused.code).toMatch(/^sql_/)
      if (code !== 'sql_outside_dataset') expect(refused.code).toBe(code)
    }
  })

  test('has a state, schemas as text and versions', async () => {
    expect((await mcp.call('get_pipeline_state')).data).toMatchObject({ version: 1, cursors: [] })
    const yaml = await mcp.call('export_schema')
    expect(yaml.data).toMatchObject({ schema_name: 'chatbot_source', format: 'yaml' })
    const mermaid = await mcp.call('export_schema', { format: 'mermaid' })
    expect(mermaid.data.text).toContain('erDiagram')
    const diff = await mcp.call('schema_diff')
    expect(diff.data.versions.length).toBeGreaterThan(0)
  })

  test('has packages and no failed jobs', async () => {
    const { data } = await mcp.call('list_load_packages')
    expect(data).toMatchObject({ total: 1, packages: [{ state: 'loaded' }] })
    const one = await mcp.call('get_load_package', { load_id: data.packages[0].load_id })
    expect(one.data.job_list.length).toBeGreaterThan(1)
    expect((await mcp.call('list_failed_jobs')).data).toEqual({ failed: [] })
    expect((await mcp.call('get_load_package', { load_id: '1.2' })).code).toBe('unknown_load')
  })

  test('is checked', async () => {
    const { data, text } = await mcp.call('check_pipeline')
    expect(data.checks.length).toBe(5)
    expect(data.health).toBe('good')
    expect(text).toContain('Over all: good')
  })

  test('can be read by addresses', async () => {
    for (const part of ['schema', 'state', 'trace']) {
      const { contents } = await mcp.client.readResource({ uri: `tolva://pipelines/chatbot_pipeline/${part}` })
      expect(JSON.stringify(contents)).toContain('chatbot_source')
    }
    await expect(mcp.client.readResource({ uri: 'tolva://pipelines/..%2F..%2Fetc/state' })).rejects.toThrow()
  })
})

describe('what goes wrong', () => {
  test('is told as the command has it', async () => {
    const none = await mcp.call('run_pipeline', { file: 'no.yaml' })
    expect([none.code, none.text]).toEqual(['no_file', expect.stringContaining('There are: chatbot.yaml.')])
    expect((await mcp.call('run_pipeline', { file: '../../etc/passwd' })).code).toBe('outside_project')
    expect((await mcp.call('run_pipeline', { file: '.dlt/secrets.toml' })).code).toBe('bad_file_type')
    const resource = await mcp.call('check_source', { file: 'chatbot.yaml', resources: ['user'] })
    expect([resource.code, resource.text]).toEqual(['unknown_resource', expect.stringContaining('users')])
  })
})
