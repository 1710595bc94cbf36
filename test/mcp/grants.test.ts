import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { featuresOf } from '../../src/mcp/features.ts'
import { GRANTS, grantsOf } from '../../src/mcp/grants.ts'
import { TOOLS } from '../../src/mcp/tools/registry.ts'
import { type Connected, connectMcp } from './connect-client.ts'

const FILE = 'p.yaml'
let mcp: Connected

beforeAll(async () => {
  mcp = await connectMcp()
  await writeFile(
    join(mcp.place.project, FILE),
    'pipeline: { name: p }\nsource: { client: { base_url: http://127.0.0.1:1 }, resources: [a] }\n',
  )
})
afterAll(() => mcp[Symbol.asyncDispose]())

const INPUTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  secrets_update_fragment: { fragment: '[a]\nb = "<configure me>"' },
  scaffold_source: { source: 'chatbot' },
  check_source: { file: FILE },
  probe_endpoint: { file: FILE },
  plan_pipeline: { file: FILE },
  run_pipeline: { file: FILE },
}

describe('a server without a word', () => {
  test('lists what it was not granted, and says which flag is to be added', async () => {
    const { tools } = await mcp.client.listTools()
    const refused = tools.filter(({ description = '' }) => description.includes('NOT GRANTED')).map(({ name }) => name)
    expect(refused).toEqual(Object.keys(INPUTS))
  })

  test.each([
    ['secrets_update_fragment', 'local:write', '--allow local:write'],
    ['scaffold_source', 'local:write', '--allow local:write'],
    ['check_source', 'network:read', '--allow network:read'],
    ['probe_endpoint', 'network:read', '--allow network:read'],
    ['plan_pipeline', 'network:read', '--allow network:read'],
    ['run_pipeline', 'network:read and data:write', '--allow data:write,network:read'],
  ])('refuses %s, which needs %s', async (name, needs, flag) => {
    const { code, text } = await mcp.call(name, INPUTS[name] ?? {})
    expect(code).toBe('not_granted')
    expect(text).toContain(`${name} needs ${needs}`)
    expect(text).toContain(`started with ${flag}.`)
    expect(existsSync(join(mcp.place.project, '.dlt', 'secrets.toml'))).toBe(false)
  })
})

test('a script is not imported for who may only read: its code would run', async () => {
  await writeFile(
    join(mcp.place.project, 'p.ts'),
    "import { writeFileSync } from 'node:fs'\nwriteFileSync('ran', '')\n",
  )
  const { code, text } = await mcp.call('secrets_check', { file: 'p.ts' })
  expect([code, text]).toEqual(['not_granted', expect.stringContaining('--allow network:read')])
  expect(existsSync(join(mcp.place.project, 'ran'))).toBe(false)
  expect((await mcp.call('secrets_check', { file: FILE })).isError).toBe(false)
})

test('grants are per axis and verb, and a mistyped one is an error', () => {
  expect([...grantsOf(undefined)]).toEqual(['local:read', 'data:read'])
  expect([...grantsOf('network:read, local:write')]).toEqual(['local:read', 'data:read', 'network:read', 'local:write'])
  expect(() => grantsOf('network:all')).toThrow(expect.objectContaining({ code: 'unknown_grant' }))
  expect(TOOLS.every(({ needs }) => needs.every((grant) => GRANTS.includes(grant)))).toBe(true)
})

test('a tool that writes or asks the network is never among those that need nothing', () => {
  const free = grantsOf(undefined)
  for (const { name, needs, annotations } of TOOLS) {
    const isFree = needs.every((grant) => free.has(grant))
    expect([name, annotations.readOnlyHint === true && annotations.openWorldHint === false]).toEqual([name, isFree])
  }
})

test('the page of the documentation names every tool', async () => {
  const page = await readFile(new URL('../../docs/mcp.md', import.meta.url), 'utf8')
  expect(TOOLS.map(({ name }) => name).filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})

test('features are the whole list, or change the default', () => {
  expect([...featuresOf('pipeline,secrets')]).toEqual(['pipeline', 'secrets'])
  expect([...featuresOf('-run,-sources')]).toEqual(['pipeline', 'secrets', 'toolkits'])
  expect([...featuresOf('-run,+run')]).toContain('run')
  expect(() => featuresOf('pipelines')).toThrow(expect.objectContaining({ code: 'unknown_feature' }))
})
