import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { explainKey, explanationLines } from './explain.ts'
import { MissingConfigError } from './missing-config-error.ts'
import { type ConfigReaderOptions, createConfigReader } from './resolve.ts'
import { resolveFields } from './resolve-fields.ts'
import { Secret, secret, setting } from './secret.ts'

let dir: string

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tolva-config-'))
})

afterEach(() => rm(dir, { recursive: true }))

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(dir, path)), { recursive: true })
  await writeFile(join(dir, path), text)
}

function reader(env: Record<string, string> = {}, options: Partial<ConfigReaderOptions> = {}) {
  const places = { projectDir: join(dir, 'project'), env: { HOME: join(dir, 'home'), ...env } }
  return createConfigReader({ ...places, secretsDir: join(dir, 'run-secrets'), ...options })
}

async function missing(run: Promise<unknown>): Promise<MissingConfigError> {
  const error = await run.catch((thrown: unknown) => thrown)
  if (error instanceof MissingConfigError) return error
  throw new Error(`no MissingConfigError but ${error}`)
}

const limit = { sections: ['sources', 'chatbot_source'], field: 'limit', secret: false, required: true }
const apiKey = { sections: ['sources', 'chatbot_source'], field: 'api_key', secret: true, required: true }

describe('order', () => {
  beforeEach(async () => {
    await write('project/.dlt/config.toml', '[sources.chatbot_source]\nlimit = 3\n')
    await write('project/.dlt/secrets.toml', 'limit = 2\n')
    await write(
      'home/.tolva/config.toml',
      '[sources]\nlimit = 4\n[sources.chatbot_source]\nlimit = 5\nother = "tolva"\n',
    )
    await write('home/.dlt/config.toml', '[sources.chatbot_source]\nother = "dlt"\nlast = "dlt"\n')
  })

  test('a shorter path of an earlier place wins over a longer one of a later place', async () => {
    expect(await reader({ LIMIT: '1' }).read(limit)).toBe('1')
    expect(await reader().read(limit)).toBe(2)
  })

  test('explicit values win over all, those of the pipeline over the rest', async () => {
    const explicit = { 'sources.chatbot_source.limit': 0 }
    expect(await reader({ LIMIT: '1' }, { explicit }).read(limit)).toBe(0)
    expect(await reader({ LIMIT: '1', P__LIMIT: '7' }, { pipelineName: 'p' }).read(limit)).toBe('7')
  })

  test('the project file wins over ~/.tolva, which wins over ~/.dlt, key by key', async () => {
    const from = async (field: string) => (await reader().lookUp({ ...limit, field })).trace.at(-1)?.file
    expect(await from('other')).toBe(join(dir, 'home/.tolva/config.toml'))
    expect(await from('last')).toBe(join(dir, 'home/.dlt/config.toml'))
  })

  test('tables are merged across the files', async () => {
    const value = await reader().read({ ...limit, sections: ['sources'], field: 'chatbot_source' })
    expect(value).toEqual({ limit: 3, other: 'tolva', last: 'dlt' })
  })

  test('a vault is asked last', async () => {
    const vault = {
      name: 'vault',
      get: async (path: readonly string[]) => (path.length === 1 ? 'from vault' : undefined),
    }
    const own = reader({}, { providers: [vault] })
    expect(await own.read({ ...limit, field: 'nowhere_else' })).toBe('from vault')
    expect(await own.read(limit)).toBe(2)
  })

  test('DLT_PROJECT_DIR and DLT_CONFIG_FOLDER move the folder', async () => {
    await write('elsewhere/settings/config.toml', '[sources.chatbot_source]\nlimit = 9\n')
    const env = { DLT_PROJECT_DIR: join(dir, 'elsewhere'), DLT_CONFIG_FOLDER: 'settings' }
    expect(await reader(env).read(limit)).toBe(9)
  })
})

describe('secrets', () => {
  test('come as Secret, tables of them too', async () => {
    await write('project/.dlt/secrets.toml', '[destination.pg.credentials]\npassword = "hunter2"\nport = 5432\n')
    const value = await reader().read({ ...apiKey, sections: ['destination', 'pg'], field: 'credentials' })
    expect(JSON.stringify(value)).toBe('{"password":"***","port":"***"}')
    const password = await reader().read({
      ...apiKey,
      sections: ['destination', 'pg'],
      embedded: ['credentials'],
      field: 'password',
    })
    expect(password instanceof Secret && password.reveal()).toBe('hunter2')
  })

  test('are read from mounted files, plain or in a folder of their name', async () => {
    await write('run-secrets/sources--chatbot-source--api-key', 'plain\n')
    await write('run-secrets/token/token', 'in a folder')
    const plain = await reader({ SOURCES__CHATBOT_SOURCE__API_KEY: 'env' }).read(apiKey)
    const nested = await reader().read({ ...apiKey, field: 'token' })
    expect([plain, nested].map((found) => found instanceof Secret && found.reveal())).toEqual(['plain', 'in a folder'])
  })

  test('in config.toml are refused with the file to move them to', async () => {
    await write('project/.dlt/config.toml', '[sources.chatbot_source]\napi_key = "hunter2"\n')
    const error = await reader().read(apiKey).catch(String)
    expect(error).toContain(`it stands in ${join(dir, 'project/.dlt/config.toml')}`)
    expect(error).toContain(`move it to ${join(dir, 'project/.dlt/secrets.toml')}`)
    expect(error).not.toContain('hunter2')
  })

  test('that are placeholders count as missing and are named', async () => {
    await write('project/.dlt/secrets.toml', '[sources.chatbot_source]\napi_key = "<configure me>"\n')
    const error = await reader().read(apiKey).catch(String)
    expect(error).toContain(`api_key in ${join(dir, 'project/.dlt/secrets.toml')} is still a placeholder`)
  })
})

test('a missing secret leads with the line to write and lists every place', async () => {
  await write('project/.dlt/secrets.toml', 'unrelated = 1\n')
  const error = await missing(reader().read({ ...apiKey, sections: ['sources', 'chatbot', 'chatbot_source'] }))
  const project = join(dir, 'project/.dlt')
  expect(error.code).toBe('missing_config')
  expect(
    error.message.split('files not there:')[0],
  ).toBe(`api_key is not configured. Put this in ${project}/secrets.toml:

  [sources.chatbot_source]
  api_key = "…"

or in the environment:

  export SOURCES__CHATBOT_SOURCE__API_KEY=…

looked for api_key, in this order:
  Environment Variables: SOURCES__CHATBOT__CHATBOT_SOURCE__API_KEY
  Environment Variables: SOURCES__CHATBOT__API_KEY
  Environment Variables: SOURCES__CHATBOT_SOURCE__API_KEY
  Environment Variables: SOURCES__API_KEY
  Environment Variables: API_KEY
  secrets.toml: sources.chatbot.chatbot_source.api_key
  secrets.toml: sources.chatbot.api_key
  secrets.toml: sources.chatbot_source.api_key
  secrets.toml: sources.api_key
  secrets.toml: api_key
files read:
  ${project}/secrets.toml
`)
  expect(error.hint).toBe(`add api_key under [sources.chatbot_source] in ${project}/secrets.toml, or export it`)
})

describe('values', () => {
  test.each([
    ['bigint', '10', 10],
    ['double', '1.5', 1.5],
    ['bool', 'Yes', true],
    ['bool', '0', false],
    ['json', '{"a":[1]}', { a: [1] }],
    ['text', '10', '10'],
  ] as const)('a text becomes %s: %s', async (type, text, expected) => {
    expect(await reader({ LIMIT: text }).read({ ...limit, type })).toEqual(expected)
  })

  test.each(['bigint', 'double', 'bool', 'json'] as const)(
    'a text that is no %s is refused without showing it',
    async (type) => {
      const error = await reader({ LIMIT: 'hunter2 {' })
        .read({ ...limit, type })
        .catch(String)
      expect(error).toContain('LIMIT is not')
      expect(error).not.toContain('hunter2')
    },
  )

  test('variables in TOML texts are filled in; one that is not set is an error', async () => {
    await write('project/.dlt/config.toml', `a = "db-\${STAGE:-dev}"\nb = "$\${STAGE}"\nc = "\${NOT_SET}"\n`)
    const read = (field: string, env = {}) => reader(env).read({ ...limit, field })
    expect(await read('a')).toBe('db-dev')
    expect(await read('a', { STAGE: 'prod' })).toBe('db-prod')
    expect(await read('b')).toBe(`\${STAGE}`)
    await expect(read('c')).rejects.toThrow('needs the environment variable NOT_SET')
  })

  test('a file that is not TOML is named with line and column, and never quoted', async () => {
    await write('project/.dlt/secrets.toml', 'ok = 1\napi_key = hunter2\n')
    const error = await reader().read(limit).catch(String)
    expect(error).toContain('secrets.toml is not valid TOML at line 2')
    expect(error).not.toContain('hunter2')
  })
})

describe('declared fields', () => {
  const fields = { apiKey: secret(), pageSize: setting<number>({ default: 40 }), region: setting() }
  const sections = ['sources', 'chatbot_source']

  test('are looked up in snake_case; overrides and defaults apply', async () => {
    const env = { API_KEY: 'hunter2', SOURCES__PAGE_SIZE: '10' }
    const values = await resolveFields(fields, { sections, overrides: { region: 'eu' } }, reader(env))
    expect(values).toEqual({ apiKey: expect.any(Secret), pageSize: 10, region: 'eu' })
    const other = await resolveFields(fields, { sections, overrides: { apiKey: 'x', region: 'eu' } }, reader())
    expect(other).toEqual({ apiKey: expect.any(Secret), pageSize: 40, region: 'eu' })
  })

  test('that are missing are all named in one error, each with its file', async () => {
    const error = await missing(resolveFields(fields, { sections }, reader()))
    expect(error.message).toContain('api_key, region are not configured')
    expect(error.message).toContain('.dlt/secrets.toml:\n\n  [sources.chatbot_source]\n  api_key = "…"')
    expect(error.message).toContain('.dlt/config.toml:\n\n  [sources.chatbot_source]\n  region = "…"')
  })
})

describe('explain', () => {
  test('says where a setting comes from and what was tried before', async () => {
    await write('project/.dlt/config.toml', '[sources]\nlimit = 3\n')
    const lines = explanationLines(await explainKey('sources.chatbot_source.limit', reader()))
    expect(lines).toEqual([
      `sources.chatbot_source.limit = 3   from ${join(dir, 'project/.dlt/config.toml')}`,
      'looked in, in this order:',
      '  · Environment Variables: SOURCES__CHATBOT_SOURCE__LIMIT',
      '  · Environment Variables: SOURCES__LIMIT',
      '  · Environment Variables: LIMIT',
      '  · config.toml: sources.chatbot_source.limit',
      '  ✓ config.toml: sources.limit',
    ])
  })

  test('never shows a secret', async () => {
    await write('project/.dlt/secrets.toml', '[sources.chatbot_source]\napi_key = "hunter2"\n')
    const own = reader({ LIMIT: 'hunter2' })
    const shown = [
      await explainKey('sources.chatbot_source.api_key', own),
      await explainKey('limit', own),
      own.traces(),
    ]
    expect(JSON.stringify(shown)).not.toContain('hunter2')
  })
})
