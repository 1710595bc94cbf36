import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Connected, connectMcp } from '../connect-client.ts'
import { type LeakyProject, leakyProject } from './leaky-project.ts'
import { leaksIn, SECRETS } from './planted.ts'

let project: LeakyProject
let server: Connected
/** With the grants that a server begins with. */
let reader: Connected

beforeAll(async () => {
  project = await leakyProject()
  ;[server, reader] = await Promise.all([
    connectMcp({
      place: project.place,
      env: project.env,
      args: ['--allow', 'local:write,data:write,network:read'],
    }),
    connectMcp({ place: project.place, env: project.env }),
  ])
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await reader[Symbol.asyncDispose]()
  await project[Symbol.asyncDispose]()
})

/** All that came so far, and all that was written to the log. */
const leaks = () => leaksIn([...server.wire, ...reader.wire, server.stderr(), reader.stderr()].join('\n'))

const leaky = { pipeline_name: 'leaky' }
const failing = { pipeline_name: 'failing' }

type Call = readonly [name: string, input: Readonly<Record<string, unknown>>]

const TELLING: readonly Call[] = [
  ['project_info', {}],
  ['list_pipelines', {}],
  ['pipeline_info', leaky],
  ['pipeline_info', failing],
  ['list_tables', leaky],
  ['list_tables', { ...leaky, system_tables: true }],
  ['get_table_schema', { ...leaky, table_name: 'echo' }],
  ['get_table_create_sql', { ...leaky, table_name: 'echo' }],
  ['preview_table', { ...leaky, table_name: 'echo' }],
  ['preview_table', { ...leaky, table_name: 'echo__nested' }],
  ['preview_table', { ...leaky, table_name: '_dlt_pipeline_state' }],
  ['preview_table', { ...leaky, table_name: '_dlt_version' }],
  ['get_row_counts', leaky],
  ['get_pipeline_state', leaky],
  ...['yaml', 'json', 'dbml', 'dot', 'mermaid', 'ts'].map((format) => ['export_schema', { ...leaky, format }] as const),
  ['schema_diff', leaky],
  ['trace_summary', leaky],
  ['trace_summary', failing],
  ['list_load_packages', leaky],
  ['list_load_packages', failing],
  ['list_failed_jobs', failing],
  ['check_pipeline', leaky],
  ['check_pipeline', failing],
  ['explain_config', { key: 'sources.shop_source.credentials.token' }],
  ['explain_config', { key: 'sources.other.state_value' }],
  ['explain_config', { key: 'sources.other' }],
  ['explain_config', { key: 'sources' }],
  ['explain_config', { key: 'destination.postgres.credentials' }],
  ['explain_config', { key: 'sources.env_source.api_key' }],
  ['secrets_list', {}],
  ['secrets_view_redacted', {}],
  ['secrets_view_redacted', { file: '.dlt/prod.secrets.toml' }],
  ['secrets_view_redacted', { file: '.dlt/config.toml' }],
  ['secrets_check', { file: 'me.yaml' }],
  ['search_sources', { query: 'shop' }],
]

describe('what is told of pipelines', () => {
  test.each(TELLING)('%s %j holds no secret', async (name, input) => {
    const { isError, text } = await server.call(name, input)
    expect([isError, text]).toEqual([false, text])
    expect(leaks()).toEqual([])
  })
})

describe('names and paths that lead elsewhere', () => {
  const secrets = () => `${project.folder}/.dlt/secrets.toml`

  test.each([
    ['secrets_view_redacted', 'file', '.dlt/linked.secrets.toml'],
    ['secrets_view_redacted', 'file', '../home/private.toml'],
    ['secrets_view_redacted', 'file', '.dlt/../.dlt/../../home/private.toml'],
    ['secrets_view_redacted', 'file', '/etc/passwd'],
    ['secrets_view_redacted', 'file', 'linked.yaml'],
    ['secrets_view_redacted', 'file', '%2e%2e/home/private.toml'],
    ['secrets_view_redacted', 'file', '\\\\host\\share\\secrets.toml'],
    ['secrets_view_redacted', 'file', '.dlt/secrets.toml\0.md'],
    ['secrets_view_redacted', 'file', 'file:///etc/passwd'],
    ['secrets_view_redacted', 'file', '~/private.toml'],
    ['secrets_check', 'file', 'linked.yaml'],
    ['secrets_check', 'file', '../home/private.toml'],
    ['toolkit_info', 'name', '../.dlt/secrets.toml'],
    ['toolkit_info', 'name', '../../project/.dlt'],
    ['list_tables', 'pipeline_name', '../../project/.dlt'],
    ['get_pipeline_state', 'pipeline_name', '../../../project/.dlt/secrets.toml'],
    ['get_pipeline_state', 'pipeline_name', '%2e%2e%2f%2e%2e%2fproject'],
    ['trace_summary', 'pipeline_name', '/etc'],
    ['pipeline_info', 'pipeline_name', '..\0'],
  ])('%s with %s %j opens nothing', async (name, argument, value) => {
    const { isError, text } = await server.call(name, { [argument]: value })
    expect([isError, text]).toEqual([true, text])
    expect(leaks()).toEqual([])
  })

  test.each([
    ['get_table_schema', { ...leaky, table_name: "echo' union select content from read_text('FILE') --" }],
    ['preview_table', { ...leaky, table_name: "read_text('FILE')" }],
    ['preview_table', { ...leaky, table_name: 'FILE' }],
    ['get_table_create_sql', { ...leaky, table_name: '../../secrets.toml' }],
    ['trace_summary', { ...leaky, run: '../../../../project/.dlt/secrets.toml' }],
    ['get_load_package', { ...leaky, load_id: '../../../../project/.dlt/secrets.toml' }],
    ['export_schema', { ...leaky, schema_name: '../../../project/.dlt/secrets' }],
    ['schema_diff', { ...leaky, from_hash: '../secrets', to_hash: 'FILE' }],
  ])('%s %j opens nothing', async (name, input) => {
    const asked = JSON.parse(JSON.stringify(input).replaceAll('FILE', secrets()))
    expect((await server.call(name, asked)).isError).toBe(true)
    expect(leaks()).toEqual([])
  })

  test('what is to be saved is not saved beside the project, nor over a secrets file', async () => {
    for (const file of ['../home/out.yaml', secrets(), '.dlt/secrets.toml', '/tmp/tolva-stolen.yaml']) {
      await server.call('export_schema', { ...leaky, save_to_file: file }).catch(() => {})
      await server.call('scaffold_source', { source: 'chatbot', destination: 'duckdb', dir: `${file}/x` })
    }
    const { text } = await server.call('secrets_view_redacted')
    expect(text).toContain('[sources.other]')
    expect(leaks()).toEqual([])
  })

  test.each([
    'tolva://docs/../../project/.dlt/secrets.toml',
    'tolva://docs/..%2f..%2f..%2f.dlt%2fsecrets.toml',
    'tolva://docs/%2e%2e%2f%2e%2e%2fpackage.json',
    'tolva://pipelines/..%2f..%2fproject%2f.dlt/state',
    'tolva://pipelines/leaky/../../secrets.toml',
    'tolva://pipelines/%00/schema',
    'file:///etc/passwd',
    'file://FILE',
  ])('the resource %s is none', async (uri) => {
    const read = server.client.readResource({ uri: uri.replace('FILE', secrets()) })
    await expect(read).rejects.toThrow()
    expect(leaks()).toEqual([])
  })

  test('resources that are there hold no secret', async () => {
    const { resources } = await server.client.listResources()
    const ours = resources.filter(({ uri }) => uri.startsWith('tolva://pipelines/'))
    expect(ours.length).toBeGreaterThan(4)
    for (const { uri } of ours) await server.client.readResource({ uri })
    expect(leaks()).toEqual([])
  })

  test('prompts repeat what they are given, and yet no secret', async () => {
    const { prompts } = await server.client.listPrompts()
    for (const { name, arguments: given = [] } of prompts) {
      const filled = Object.fromEntries(given.map((one) => [one.name, `../.dlt/secrets.toml ${SECRETS.file}`]))
      await server.client.getPrompt({ name, arguments: filled }).catch(() => {})
    }
    expect(leaks()).toEqual([])
  })
})

describe('what is written', () => {
  test.each([
    `[sources.a]\napi_key = "${SECRETS.file}"`,
    `[sources.a]\nnote = "${SECRETS.file}"`,
    '[sources.a]\napi_key = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"',
    '[sources.other]\npin = 48151623',
    '[sources.other]\nstate_value = "<configure me>"',
    `broken = ${SECRETS.file}`,
  ])('into a secrets file is no secret, and no guess at one: %s', async (fragment) => {
    expect((await server.call('secrets_update_fragment', { fragment })).isError).toBe(true)
    expect(leaks()).toEqual([])
  })

  test('needs a grant', async () => {
    const { code, text } = await reader.call('secrets_update_fragment', { fragment: 'a = "<configure me>"' })
    expect([code, text]).toEqual(['not_granted', expect.stringContaining('--allow local:write')])
  })
})

describe('what runs', () => {
  test.each(['prints.ts'])('%s prints its secrets, and they stay here', async (file) => {
    await server.call('run_pipeline', { file })
    expect(leaks()).toEqual([])
  })

  test('throws.ts throws its secrets, and they stay here', async () => {
    expect((await server.call('run_pipeline', { file: 'throws.ts' })).isError).toBe(true)
    expect(leaks()).toEqual([])
  })

  test('needs a grant', async () => {
    for (const name of ['run_pipeline', 'probe_endpoint', 'check_source', 'plan_pipeline'])
      expect((await reader.call(name, { file: 'me.yaml' })).code).toBe('not_granted')
  })
})
