import { link, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkSecrets } from './check-secrets.ts'
import { listSecretFiles } from './known-files.ts'
import { readRedacted } from './read-redacted.ts'
import { updateFragment } from './update-fragment.ts'

const TOKEN = 'cb_live_9f8e7d6c5b4a39281706'
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-secret-files-'))
  await mkdir(join(folder, '.dlt'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const write = (name: string, text: string) => writeFile(join(folder, '.dlt', name), text)
const read = () => readFile(join(folder, '.dlt/secrets.toml'), 'utf8')
const update = (fragment: string, file = '.dlt/secrets.toml') => updateFragment({ folder, file, fragment })
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  )

describe('the files that are known', () => {
  test('are the two usual ones, there or not, and those of profiles', async () => {
    await write('dev.secrets.toml', '')
    await write('notes.toml', '')
    expect(await listSecretFiles(folder)).toEqual([
      { path: '.dlt/secrets.toml', present: false, kind: 'secrets' },
      { path: '.dlt/dev.secrets.toml', present: true, kind: 'secrets', profile: 'dev' },
      { path: '.dlt/config.toml', present: false, kind: 'config' },
    ])
  })

  test.each([
    ...['package.json', '../secrets.toml', '.dlt/../../x/.dlt/secrets.toml', '/etc/passwd', '~/.dlt/secrets.toml'],
    ...['.dlt/notes.toml', '.dlt', '', '.dlt/sub/secrets.toml', '.dlt/secrets.toml\0', '%2e%2e/secrets.toml'],
    ...['file:///etc/passwd', '\\\\host\\share\\secrets.toml', '.dlt/.secrets.toml', '.dlt/secrets.toml/'],
  ])('do not include %j', async (path) => {
    const expected = path === '.dlt/secrets.toml/' ? 'done' : 'unknown_secrets_file'
    expect(await codeOf(readRedacted(folder, path))).toBe(expected)
  })

  test('are not reached through links', async () => {
    await writeFile(join(folder, 'private.toml'), `a = "${TOKEN}"`)
    await symlink(join(folder, 'private.toml'), join(folder, '.dlt/secrets.toml'))
    expect(await codeOf(readRedacted(folder))).toBe('unknown_secrets_file')
    expect(await codeOf(update('a = "<configure me>"'))).toBe('unknown_secrets_file')
    await link(join(folder, 'private.toml'), join(folder, '.dlt/dev.secrets.toml'))
    expect(await codeOf(readRedacted(folder, '.dlt/dev.secrets.toml'))).toBe('unknown_secrets_file')
  })
})

describe('the shape of a file', () => {
  test('has types and masks of one width, and shows what is still to be filled in', async () => {
    await write(
      'secrets.toml',
      `# old: ${TOKEN}
top = 1
[sources.chatbot_source]
api_key = "${TOKEN}"
short = "x1"
other = "<configure me>"
mine = "<your ChatBot token>"
empty = ""
port = 5432
on = true
hosts = ["a", "b"]
`,
    )
    const { toml, keys } = await readRedacted(folder)
    expect(toml).toBe(`top = "**********" # integer

[sources.chatbot_source]
api_key = "**********" # string
short = "**********" # string
other = "<configure me>"
mine = "<your ChatBot token>"
empty = ""
port = "**********" # integer
on = "**********" # boolean
hosts = "**********" # list`)
    expect(keys.map(({ key, type, status }) => `${key} ${type} ${status}`)).toEqual([
      'top integer set',
      'sources.chatbot_source.api_key string set',
      'sources.chatbot_source.short string set',
      'sources.chatbot_source.other string placeholder',
      'sources.chatbot_source.mine string placeholder',
      'sources.chatbot_source.empty string placeholder',
      'sources.chatbot_source.port integer set',
      'sources.chatbot_source.on boolean set',
      'sources.chatbot_source.hosts list set',
    ])
  })

  test('shows settings of config.toml, but nothing that looks like a secret', async () => {
    await write(
      'config.toml',
      `level = "INFO"\nworkers = 4\napi_key = "abc"\nurl = "https://a:b@host/"\nodd = "${TOKEN}"`,
    )
    expect((await readRedacted(folder, '.dlt/config.toml')).toml).toBe(
      'level = "INFO"\nworkers = 4\napi_key = "**********" # string\nurl = "**********" # string\nodd = "**********" # string',
    )
  })

  test('takes no token in angle brackets for a placeholder', async () => {
    await write('secrets.toml', `a = "<${TOKEN}>"\nb = "<your ${TOKEN}>"`)
    expect(JSON.stringify(await readRedacted(folder))).not.toContain(TOKEN)
  })

  test('is empty where there is no file, and a broken file is told of without its text', async () => {
    expect(await readRedacted(folder)).toEqual({ file: '.dlt/secrets.toml', toml: '', keys: [] })
    await write('secrets.toml', `api_key = ${TOKEN}`)
    const error = await readRedacted(folder).catch((one: unknown) => one)
    expect(String(error)).toMatch(/not valid TOML at line 1/)
    expect(String(error)).not.toContain(TOKEN)
  })
})

describe('a fragment', () => {
  test('goes into the table that is there, and comments, order and values stay', async () => {
    await write(
      'secrets.toml',
      `# mine\n[sources.a] # first\nkey = "${TOKEN}" # keep\n\n# second\n[sources.b]\nx = "<configure me>" # this\n`,
    )
    const { toml } = await update(
      '[sources.a]\napi_key = "<configure me>"\nlimit = 5\n[sources.c]\nbase_url = "https://api.example.com/v1"\n',
    )
    expect(await read()).toBe(
      `# mine\n[sources.a] # first\nkey = "${TOKEN}" # keep\napi_key = "<configure me>"\nlimit = 5\n\n# second\n[sources.b]\nx = "<configure me>" # this\n\n[sources.c]\nbase_url = "https://api.example.com/v1"\n`,
    )
    expect(toml).not.toContain(TOKEN)
    expect((await stat(join(folder, '.dlt/secrets.toml'))).mode & 0o777).toBe(0o600)
  })

  test('takes a literal \\n, makes the file, and writes the same once', async () => {
    await rm(join(folder, '.dlt'), { recursive: true })
    await update('[sources.x]\\napi_key = "<your token>"')
    const before = await read()
    expect(before).toBe('[sources.x]\napi_key = "<your token>"\n')
    await update('[sources.x]\napi_key = "<your token>"')
    expect(await read()).toBe(before)
  })

  test('puts another placeholder in the place of one, and keys without a table before all tables', async () => {
    await write('secrets.toml', '[a]\nkey = "<configure me>" # here\n')
    await update('top = true\n[a]\nkey = "<your key>"')
    expect(await read()).toBe('top = true\n\n[a]\nkey = "<your key>" # here\n')
  })

  test('never overwrites what is set, also not with the same', async () => {
    await write('secrets.toml', `[a]\nlimit = 5\n`)
    expect(await codeOf(update('[a]\nlimit = 5'))).toBe('already_set')
    expect(await codeOf(update('[a]\nlimit = 6'))).toBe('already_set')
  })

  test('is refused where the lines that are there leave no room for it', async () => {
    await write('secrets.toml', 'a = { b = 1 }\n')
    expect(await codeOf(update('[a]\nc = "<configure me>"'))).toBe('cannot_edit')
    expect(await read()).toBe('a = { b = 1 }\n')
  })

  test.each([
    `api_key = "${TOKEN}"`,
    'api_key = "hunter2"',
    'password = 123456',
    'note = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"',
    'note = "ghp_16C7e42F292c6912E7710c838347Ae178B4a"',
    'note = "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy"',
    'note = "AKIAIOSFODNN7EXAMPLE"',
    'note = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc"',
    'note = "d41d8cd98f00b204e9800998ecf8427e"',
    'note = "c2VjcmV0IHRva2VuIG9mIG1pbmU5OTg4"',
    'note = "postgresql://loader:hunter2@localhost/db"',
    'note = "https://api.example.com/?token=hunter2"',
    'credentials = "postgresql://localhost/db"',
    'note = "-----BEGIN PRIVATE KEY-----"',
    'note = """two\nlines"""',
    'note = "<sk_live_4eC39HqLyjWDarjtT1zdp7dc>"',
    'api_key = "<your sk_live_4eC39HqLyjWDarjtT1zdp7dc>"',
    'sk_live_4eC39HqLyjWDarjtT1zdp7dc = true',
    'list = ["a", "ghp_16C7e42F292c6912E7710c838347Ae178B4a"]',
    'token = ["hunter2"]',
    'a = { password = "hunter2" }',
    'secret.inner.value = "hunter2"',
    '[credentials]\nvalue = "hunter2"',
  ])('that may be a real secret is refused: %s', async (fragment) => {
    expect(await codeOf(update(fragment))).toBe('live_secret')
    expect(await codeOf(read())).toBe('ENOENT')
  })

  test.each([
    'base_url = "https://api.example.com/v1/users"',
    'region = "eu-central-1"',
    'dataset = "chatbot_data"',
    'start_date = "2024-01-01T00:00:00Z"',
    'api_key = "<paste the Developer Access Token here>"',
    'password = ""',
    'token = "..."',
    'limit = 40\nratio = 0.5\nverify = true\nnames = ["users", "stories"]',
    'bucket_url = "s3://my-company-data-lake/raw/events"',
  ])('that is harmless is written: %s', async (fragment) => {
    expect(await codeOf(update(fragment))).toBe('done')
  })
})

describe('the keys that are expected', () => {
  const request = (field: string) => ({ sections: ['sources', 'shop'], field, secret: true, required: true })
  const expected = ['set_one', 'placeholder_one', 'missing_one', 'from_env'].map((field) => ({
    key: `sources.shop.${field}`,
    type: 'string' as const,
    secret: true,
    optional: false,
    request: request(field),
  }))

  test('are set, placeholders or missing, with what to write where', async () => {
    await write('secrets.toml', `[sources.shop]\nset_one = "${TOKEN}"\nplaceholder_one = "<configure me>"\n`)
    const found = await checkSecrets({ folder, expected, env: { HOME: folder, SOURCES__SHOP__FROM_ENV: TOKEN } })
    expect(found.map(({ key, status }) => `${key} ${status}`)).toEqual([
      'sources.shop.set_one set',
      'sources.shop.placeholder_one placeholder',
      'sources.shop.missing_one missing',
      'sources.shop.from_env set',
    ])
    expect(found[2]?.put).toEqual({
      file: '.dlt/secrets.toml',
      lines: '[sources.shop]\nmissing_one = "<configure me>"',
      environment: 'SOURCES__SHOP__MISSING_ONE',
    })
    expect(JSON.stringify(found)).not.toContain(TOKEN)
  })
})
