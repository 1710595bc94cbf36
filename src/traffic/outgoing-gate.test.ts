import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createOutgoingGate, gateFor } from './outgoing-gate.ts'

const TOKEN = 'cb+live/9f8e7d "6c5b'
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-gate-'))
  await mkdir(join(folder, '.dlt'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('the gate', () => {
  const gate = gateFor([TOKEN])

  test.each([
    TOKEN,
    encodeURIComponent(TOKEN),
    JSON.stringify(TOKEN),
    Buffer.from(TOKEN).toString('base64'),
    Buffer.from(`user:${TOKEN}`).toString('base64'),
    Buffer.from(`me:${TOKEN}!`).toString('base64url'),
    Buffer.from(TOKEN).toString('hex'),
    deflateSync(JSON.stringify({ last_value: TOKEN, more: 'x'.repeat(99) })).toString('base64'),
    TOKEN.toUpperCase(),
    [...TOKEN].reverse().join(''),
  ])('lets no spelling out: %s', (spelled) => {
    const out = gate(`before ${spelled} after`)
    expect(out).toMatch(/^before .*\*\*\*.* after$/)
    expect(out.length).toBeLessThan(spelled.length + 13)
  })

  test.each([
    ['as the name of a column', 'cbxlive_9f8e7d_6c5b'],
    ['as bytes of a database', 'cb+live/9f8e7d \\x226c5b'],
    ['in HTML', 'cb+live/9f8e7d &quot;6c5b'],
    ['in a URL twice', encodeURIComponent(encodeURIComponent(TOKEN))],
    ['in the path of a URL', new URL(TOKEN, 'http://host/').pathname.slice(1)],
    [
      'in bytes apart',
      Buffer.from(TOKEN)
        .toString('hex')
        .replace(/..(?=.)/g, '$&:'),
    ],
    ['in bytes of a URL', Buffer.from(TOKEN).toString('hex').replace(/../g, '%$&')],
  ])('lets none out %s', (_, spelled) => {
    expect(gate(`before ${spelled} after`)).toMatch(/^before %?\*\*\* after$/)
  })

  test.each([
    ['pässwörd-77', 'p\\u00e4ssw\\u00f6rd-77'],
    ['pässwörd-77', 'pässwörd-77'.normalize('NFD')],
    ["it's<a>&b-4471", 'it&#39;s&lt;a&gt;&amp;b-4471'],
    ["it's<a>&b-4471", "it''s<a>&b-4471"],
    ["it's<a>&b-4471", 'it\\u0027s\\u003ca\\u003e\\u0026b-4471'],
    ['pipe|d-4471', 'pipe\\|d-4471'],
  ])('lets %s not out as %s', (secret, spelled) => expect(gateFor([secret])(spelled)).toBe('***'))

  test('lets no beginning of a secret out where a text was cut', () => {
    expect(gate('| xxcb+live/9f8… | cb+l… |')).toBe('| xx***… | cb+l… |')
  })

  test('goes through values, their names and what they print as', () => {
    expect(gate.value({ a: [TOKEN, 1, null, true], [TOKEN]: { toJSON: () => TOKEN } })).toEqual({
      a: ['***', 1, null, true],
      '***': '***',
    })
  })

  test('lets all else through as it is', () => {
    const value = { rows: [{ id: 1n, at: new Date(0), text: 'cb live' }] }
    expect(gate.value(value)).toEqual(value)
    expect(gate('cb live 9f8e7d')).toBe('cb live 9f8e7d')
  })

  test('leaves JSON as JSON where a number is the secret', () => {
    const text = gateFor(['12345678'])(JSON.stringify({ pin: 12345678, list: [12345678], text: 'a" : 12345678, b' }))
    expect(JSON.parse(text)).toEqual({ pin: '***', list: ['***'], text: 'a" : ***, b' })
  })

  test('takes a word for the secret only where it stands alone', () => {
    expect(gateFor(['loader'])('loader, uploaders')).toBe('***, uploaders')
  })
})

test('knows the secrets of all files and of the environment', async () => {
  await writeFile(
    join(folder, '.dlt/secrets.toml'),
    `# once: api_key = "old_9f8e7d6c5b4a3928"
[sources.shop]
api_key = "first-secret-1"
pin = 12345678
through = "\${SHOP_VALUE}"
[destination.postgres]
host = "db.example.com"
credentials = "postgresql://loader:p%40ssw0rd@localhost:5432/dlt_data"
[sources.google.credentials]
private_key = "-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\\n-----END PRIVATE KEY-----\\n"
`,
  )
  await writeFile(join(folder, '.dlt/prod.secrets.toml'), 'token = "second-secret-2"')
  await writeFile(join(folder, '.dlt/config.toml'), 'level = "verbose"\napi_key = "third-secret-3"')
  const gate = await createOutgoingGate(folder, {
    HOME: folder,
    PWD: '/home/person/project',
    SHOP_VALUE: 'fourth-secret-4',
    SOURCES__OTHER__API_KEY: 'fifth-secret-5',
    GITHUB_TOKEN: 'sixth-secret-6',
    DATABASE_URL: 'postgres://me:seventh7@host/db',
  })
  const hidden = ['old_9f8e7d6c5b4a3928', 'first-secret-1', '12345678', 'fourth-secret-4', 'p%40ssw0rd', 'p@ssw0rd']
  hidden.push(
    'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC',
    'second-secret-2',
    'third-secret-3',
    'fifth-secret-5',
    'sixth-secret-6',
  )
  hidden.push('seventh7')
  for (const secret of hidden) expect(gate(`(${secret})`)).toBe('(***)')
  const shown = 'db.example.com verbose /home/person/project localhost dlt_data'
  expect(gate(shown)).toBe(shown)
})

test.each([
  ['Bearer first-secret-1', 'first-secret-1'],
  ['bob:first-secret-1', 'first-secret-1'],
  ['sid=first-secret-1; a=b', 'first-secret-1'],
  ['first-secret-1,second-secret-2', 'second-secret-2'],
  ['https://first-secret-1-of-git@host/db', 'first-secret-1-of-git'],
  ['postgres://me:ab@first/secret-1@host/db', 'ab@first/secret-1'],
  ['Server=h;PWD={first;secret-1};', 'first;secret-1'],
  ["host=h password = 'first secret-1'", 'first secret-1'],
  ['["first-secret-1", "second-secret-2"]', 'second-secret-2'],
])('knows what is secret in %s', async (value, secret) => {
  await writeFile(join(folder, '.dlt/secrets.toml'), `value = '''${value}'''\n`)
  const gate = await createOutgoingGate(folder, { HOME: folder })
  expect(gate(`(${secret})`)).toBe('(***)')
})

test.each([
  ['api_key = "my horse battery"\n[', 'my horse battery'],
  ['api_key = hunter-two-horse', 'hunter-two-horse'],
  ['sources.shop.pin = 48151623\n[', '48151623'],
  ['"keys" = ["alpha-secret", "beta-secret"]\n[', 'beta-secret'],
  ["key = '''\nalpha-secretone\n'''\n[", 'alpha-secretone'],
])('knows what is secret in a file that is no TOML: %s', async (text, secret) => {
  await writeFile(join(folder, '.dlt/secrets.toml'), `host = localhost\n${text}`)
  const gate = await createOutgoingGate(folder, { HOME: folder })
  expect(gate(`(${secret}) localhost`)).toBe('(***) localhost')
})

test('reads a file that is no TOML line by line', async () => {
  await writeFile(join(folder, '.dlt/secrets.toml'), 'api_key = cb_live_9f8e7d6c5b4a39281706\n[')
  const gate = await createOutgoingGate(folder, { HOME: folder })
  expect(gate('got cb_live_9f8e7d6c5b4a39281706')).toBe('got ***')
})
