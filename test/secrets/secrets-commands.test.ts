import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installFromSource } from './install-from-source.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const TOKEN = 'cb_live_9f8e7d6c5b4a39281706'
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-secrets-cli-'))
  await installFromSource(folder)
  await tolva(['init', 'chatbot', 'postgres'])
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const FRAGMENT = '[sources.from_stdin]\napi_key = "<configure me>"\n'

async function tolva(args: readonly string[], more: Readonly<Record<string, string>> = {}, input = FRAGMENT) {
  const env = { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1', TOLVA_DATA_DIR: join(folder, 'data'), ...more }
  const run = promisify(execFile)(process.execPath, [MAIN, ...args], { cwd: folder, env })
  run.child.stdin?.end(input)
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  )
}

describe('tolva ai secrets check', () => {
  test('knows what a script needs whose main runs its pipeline, and neither sends nor makes anything', async () => {
    const { code, stdout } = await tolva(['ai', 'secrets', 'check', 'chatbot_pipeline.ts'])
    expect(code).toBe(1)
    expect(stdout.replaceAll(folder, '')).toMatchInlineSnapshot(`
      "✗ destination.postgres.credentials: placeholder in /.dlt/secrets.toml (string, secret)
      ✗ sources.chatbot_source.api_key: placeholder in /.dlt/secrets.toml (string, secret)
      · sources.chatbot_source.base_url: missing (string, setting, optional)
      · sources.chatbot_source.limit: missing (integer, setting, optional)

      destination.postgres.credentials
      replace the placeholder in .dlt/secrets.toml, or export DESTINATION__POSTGRES__CREDENTIALS=…:

        [destination.postgres]
        credentials = "<configure me>"

      sources.chatbot_source.api_key: Developer access token: app.chatbot.com → Settings → Developers
      replace the placeholder in .dlt/secrets.toml, or export SOURCES__CHATBOT_SOURCE__API_KEY=…:

        [sources.chatbot_source]
        api_key = "<configure me>"
      "
    `)
    expect(await readdir(folder)).not.toContain('data')
  })

  test('is content when all is set, and says the file or the variable', async () => {
    await writeFile(join(folder, '.dlt/dev.toml'), '')
    const set = {
      SOURCES__CHATBOT_SOURCE__API_KEY: TOKEN,
      DESTINATION__POSTGRES__CREDENTIALS: `postgresql://loader:${TOKEN}@localhost:5432/db`,
    }
    const { code, stdout } = await tolva(['ai', 'secrets', 'check', 'chatbot_pipeline.ts', '--json'], set)
    expect(code).toBe(0)
    expect(JSON.parse(stdout).result).toMatchObject({
      ready: true,
      keys: expect.arrayContaining([
        expect.objectContaining({
          key: 'sources.chatbot_source.api_key',
          status: 'set',
          foundIn: 'Environment Variables',
        }),
      ]),
    })
    expect(stdout).not.toContain(TOKEN)
  })

  test('knows what a declared pipeline and one that runs by itself need', async () => {
    const yaml = `pipeline: { name: shop }\nsource:\n  client: { base_url: 'http://127.0.0.1:9', auth: bearer }\n  resources: [{ name: a, endpoint: a }]\n`
    await writeFile(join(folder, 'shop.yaml'), yaml)
    await writeFile(
      join(folder, 'alone.ts'),
      `import { pipeline, secret, source } from 'tolva'
const own = source({ name: 'own', config: { apiKey: secret() }, resources: () => { throw new Error('no resources') } })
await pipeline({ name: 'alone', destination: 'duckdb' }).run(own())\n`,
    )
    const [declared, alone] = await Promise.all([
      tolva(['ai', 'secrets', 'check', 'shop.yaml']),
      tolva(['ai', 'secrets', 'check', 'alone.ts']),
    ])
    expect(declared.stdout).toMatch(/✗ sources\.shop_source\.credentials\.token: missing \(string, secret\)/)
    expect(alone.stdout).toMatch(/✗ sources\.own\.api_key: missing \(string, secret\)/)
  })

  test('connects to no database, though its source looks at tables first', async () => {
    let connections = 0
    const server = createServer(() => {
      connections += 1
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await tolva(['init', 'sql_database', 'duckdb', '--dir', 'sql'])
    await writeFile(join(folder, 'sql.ts'), await readFile(join(folder, 'sql/sql_database_pipeline.ts'), 'utf8'))
    const [open, set] = await Promise.all([
      tolva(['ai', 'secrets', 'check', 'sql.ts']),
      tolva(['ai', 'secrets', 'check', 'sql.ts'], {
        SOURCES__SQL_DATABASE__CREDENTIALS: `postgresql://me:${TOKEN}@127.0.0.1:${port}/shop`,
      }),
    ])
    server.close()
    expect([open.code, open.stdout]).toEqual([
      1,
      expect.stringContaining('✗ sources.sql_database.credentials: missing'),
    ])
    expect([set.code, set.stdout]).toEqual([0, expect.stringContaining('✓ sources.sql_database.credentials: set')])
    expect(connections).toBe(0)
  })

  test('knows what a source needs that a script only exports', async () => {
    await writeFile(
      join(folder, 'only.ts'),
      `import { chatbot } from 'tolva/sources/chatbot'\nexport const api = chatbot()\n`,
    )
    const { stdout } = await tolva(['ai', 'secrets', 'check', 'only.ts'])
    expect(stdout).toMatch(/✗ sources\.chatbot_source\.api_key: placeholder/)
    const { code, stderr } = await tolva(['ai', 'secrets', 'check', 'nowhere.ts'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('there is no file')])
  })
})

describe('the other commands', () => {
  test('list the files, show the shape, write placeholders, refuse secrets', async () => {
    const update = ['ai', 'secrets', 'update-fragment', '--path', '.dlt/prod.secrets.toml']
    const [listed, viewed, written, refused, elsewhere] = await Promise.all([
      tolva(['ai', 'secrets', 'list']),
      tolva(['ai', 'secrets', 'view-redacted']),
      tolva(update),
      tolva([...update, `[sources.a]\\napi_key = "${TOKEN}"`, '--json']),
      tolva(['ai', 'secrets', 'view-redacted', '--path', 'package.json']),
    ])
    expect(listed.stdout).toMatch(/^\.dlt\/secrets\.toml\n/)
    expect(viewed.stdout).toContain('[sources.chatbot_source]\napi_key = "<configure me>"')
    expect(written.stdout).toBe('[sources.from_stdin]\napi_key = "<configure me>"\n')
    expect(await readFile(join(folder, '.dlt/prod.secrets.toml'), 'utf8')).toBe(written.stdout)
    expect([refused.code, JSON.parse(refused.stdout).error.code]).toEqual([2, 'live_secret'])
    expect(refused.stdout).not.toContain(TOKEN)
    expect([elsewhere.code, elsewhere.stderr]).toEqual([2, expect.stringContaining('tolva ai secrets list')])
  })
})

test('tolva ai guard answers as the hook does', async () => {
  const asked = JSON.stringify({ agent_action_name: 'pre_run_command', tool_info: { command_line: 'cat .dlt/s*' } })
  const [refused, unknown] = await Promise.all([
    tolva(['ai', 'guard', 'windsurf'], {}, asked),
    tolva(['ai', 'guard', 'nobody'], {}, asked),
  ])
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('names a secrets file')])
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('name one of claude')])
})

describe('in the shell of an assistant', () => {
  const claude = { CLAUDECODE: '1', SOURCES__CHATBOT_SOURCE__API_KEY: TOKEN }

  test('no command prints a secret, and nor does the code of a project', async () => {
    await writeFile(
      join(folder, 'prints.ts'),
      `export function main() { console.log('token', process.env.SOURCES__CHATBOT_SOURCE__API_KEY); throw new Error('bad token ${TOKEN}') }\n`,
    )
    const [gated, open, asked] = await Promise.all([
      tolva(['run', 'prints.ts'], claude),
      tolva(['run', 'prints.ts'], { SOURCES__CHATBOT_SOURCE__API_KEY: TOKEN }),
      tolva(['config', 'explain', TOKEN, '--json'], claude),
    ])
    expect(open.stdout + open.stderr).toContain(TOKEN)
    expect(gated.stdout).toBe('token ***\n')
    expect(gated.stdout + gated.stderr + asked.stdout).not.toContain(TOKEN)
    expect(gated.stderr).toContain('bad token ***')
    expect(JSON.parse(asked.stdout).result).toMatchObject({ found: false, key: '***' })
  })
})
