import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Connected, connectMcp } from '../connect-client.ts'
import { type LeakyProject, leakyProject } from './leaky-project.ts'
import { leaksIn, SECRETS } from './planted.ts'

let project: LeakyProject
let server: Connected

beforeAll(async () => {
  project = await leakyProject()
  const args = ['--allow', 'local:write,data:write,network:read']
  server = await connectMcp({ place: project.place, env: project.env, args })
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await project[Symbol.asyncDispose]()
})

/** All that came so far, and all that was written to the log. */
const leaks = () => leaksIn([...server.wire, server.stderr()].join('\n'))

test.each([
  ['secrets_check', 'file', '.dlt/secrets.toml'],
  ['secrets_check', 'file', 'broken-text.yaml'],
  ['secrets_check', 'file', 'throws-at-once.ts'],
  ['check_source', 'file', 'linked.yaml'],
  ['check_source', 'file', '.dlt/secrets.toml'],
  ['check_source', 'file', 'broken-text.yaml'],
  ['plan_pipeline', 'file', 'linked.yaml'],
  ['run_pipeline', 'file', '.dlt/secrets.toml'],
  ['run_pipeline', 'file', 'broken-text.yaml'],
])('%s with %s %j opens nothing', async (name, argument, value) => {
  const { isError, text } = await server.call(name, { [argument]: value })
  expect([isError, text]).toEqual([true, text])
  expect(leaks()).toEqual([])
})

describe('what runs', () => {
  test.each(['codes.ts', 'reports.ts'])('%s prints its secrets, and they stay here', async (file) => {
    await server.call('run_pipeline', { file })
    expect(leaks()).toEqual([])
  })

  test.each(['throws-at-once.ts'])('%s throws its secrets, and they stay here', async (file) => {
    expect((await server.call('run_pipeline', { file })).isError).toBe(true)
    expect(leaks()).toEqual([])
  })

  test('an API that repeats its token in rows, in errors, and after a redirect', async () => {
    const loaded = await server.call('run_pipeline', { file: 'me.yaml' })
    expect([loaded.isError, loaded.text]).toEqual([false, loaded.text])
    for (const file of ['moved.yaml', 'broken.yaml']) await server.call('check_source', { file })
    const { data } = await server.call('preview_table', { pipeline_name: 'me_pipeline', table_name: 'me' })
    expect(JSON.stringify(data)).toContain('Bearer ***')
    expect(leaks()).toEqual([])
    expect(project.elsewhere.filter((header) => header !== '')).toEqual([])
  })

  test.concurrent.each([
    { file: 'me.yaml' },
    { file: 'moved.yaml' },
    { file: 'broken.yaml' },
    { file: 'me.yaml', path: 'moved' },
    { file: 'me.yaml', path: '//127.0.0.1:1/x' },
    { file: 'me.yaml', path: '../../x' },
    { file: 'me.yaml', path: 'file:///etc/passwd' },
    { file: 'me.yaml', path: 'http://127.0.0.1:1/stolen' },
    { file: 'me.yaml', path: 'me@127.0.0.1:1/x' },
    { file: 'me.yaml', params: { token: SECRETS.file, x: '{sources.other.state_value}' } },
  ])('a probe of %j tells no secret and sends none elsewhere', async (input) => {
    await server.call('probe_endpoint', input)
    expect(leaks()).toEqual([])
    expect(project.elsewhere.filter((header) => header !== '')).toEqual([])
  })
})
