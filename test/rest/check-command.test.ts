import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { library } from '../../src/cli/installed-library.ts'
import { runCli } from '../../src/cli/run-cli.ts'

const TOKEN = 'hush-hush-token'

let dir: string
let baseUrl: string
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://x')
  if (request.headers.authorization !== `Bearer ${TOKEN}`) response.statusCode = 401
  if (url.pathname !== '/users') response.statusCode = 404
  const page = Number(url.searchParams.get('page') ?? 1)
  const rows = [0, 1, 2].map((n) => ({ id: page * 3 + n, tags: ['a'] }))
  response.end(JSON.stringify(response.statusCode === 200 ? { data: rows, next: `/users?page=${page + 1}` } : {}))
})

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tolva-rest-check-'))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  await rm(dir, { recursive: true })
})

const run = (...args: readonly string[]) => cli('check', ...args)

async function cli(...args: readonly string[]) {
  const out = { stdout: '', stderr: '' }
  const code = await runCli(['rest', ...args], {
    streams: {
      stdout: { write: (text) => (out.stdout += text) },
      stderr: { write: (text) => (out.stderr += text) },
    },
    env: { SHOP_TOKEN: TOKEN },
    cwd: dir,
    library,
    signal: new AbortController().signal,
    stoppable: (work) => work(),
    now: Date.now,
    withStdoutAsStderr: (work) => work(),
  })
  return { code, ...out }
}

const declared = (resources: string, token = TOKEN) => `pipeline: { name: shop }
source:
  client: { base_url: "${baseUrl}", auth: { token: ${token} } }
  resources: ${resources}
`

describe('tolva rest check', () => {
  test('prints what it found and the lines to write, and leaves nothing behind', async () => {
    await writeFile(join(dir, 'shop.yaml'), declared('[users]'))
    const { code, stdout } = await run('shop.yaml')
    expect(code).toBe(0)
    expect(stdout).not.toContain(TOKEN)
    expect(stdout).not.toContain('\u001B')
    expect(stdout.split('\n').map((line) => line.replace(/ in \d+ ms$/, ''))).toEqual([
      'ok  users',
      `  answer     200 from ${baseUrl}/users`,
      '  auth       header Authorization (Bearer): 200, without: 401',
      '  rows       3 at data (detected)',
      `  paging     json_link (detected): the body at next: ${baseUrl}/users?page=2`,
      '             second page: 3 row(s), other rows',
      '  key        id',
      '  cursor     id (asc)',
      '  tables     users: id bigint',
      '             users__tags: value text',
      '  write:',
      '    - name: users',
      '      primary_key: id',
      '      endpoint:',
      '        data_selector: data',
      '        paginator:',
      '          type: json_link',
      '          next_url_path: next',
      '    # rows were found at data: written down, it stays when the API adds other lists',
      `    # paging was found by the body at next: ${baseUrl}/users?page=2: written down, it is not guessed at each run`,
      '    # id is unique over 6 rows',
      '',
      'shop_source: 1 resource(s) looked at, all fine',
      '',
    ])
    expect(await readdir(dir)).toEqual(['shop.yaml'])
  })

  test('exits with 1 where a resource fails, reports the others, and with 2 where the configuration is wrong', async () => {
    await writeFile(join(dir, 'shop.yaml'), declared('[users, orders]'))
    const failed = await run('shop.yaml', '--json')
    expect(failed.code).toBe(1)
    expect(JSON.parse(failed.stdout)).toMatchObject({
      ok: true,
      result: {
        ok: false,
        sources: [
          {
            resources: [
              { resource: 'users', ok: true },
              { resource: 'orders', ok: false, error: { code: 'http_404' } },
            ],
          },
        ],
      },
    })
    expect((await run('shop.yaml', '--resource', 'users')).code).toBe(0)
    const unknown = await run('shop.yaml', '--resource', 'user')
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('did you mean users?')])

    await writeFile(join(dir, 'wrong.yaml'), declared('[{ name: users, path: u }]'))
    const wrong = await run('wrong.yaml')
    expect([wrong.code, wrong.stdout]).toEqual([2, ''])
    expect(wrong.stderr).toContain('wrong.yaml:4:30')
  })

  test('shows no secret where the token is refused', async () => {
    await writeFile(join(dir, 'shop.yaml'), declared('[users]', 'another-hush'))
    const { code, stdout, stderr } = await run('shop.yaml')
    expect(code).toBe(1)
    expect(stdout).toContain('auth       header Authorization (Bearer): 401')
    expect(stdout + stderr).not.toContain('another-hush')
  })

  test('takes the sources that a script exports, and speaks TypeScript then', async () => {
    await writeFile(
      join(dir, 'shop.ts'),
      `import { restApiSource } from '${join(import.meta.dirname, '../../src/sources/rest-api/index.ts')}'
export const shop = () => restApiSource({ name: 'shop', client: { baseUrl: '${baseUrl}', auth: { token: '${TOKEN}' } }, resources: ['users'] })
export function main(): never { throw new Error('it must not run') }
`,
    )
    const { code, stdout } = await run('shop.ts')
    expect(code).toBe(0)
    expect(stdout).toContain(`  write:
    {
      name: 'users',
      primaryKey: 'id',
      endpoint: {
        dataSelector: 'data',
        paginator: { type: 'json_link', nextUrlPath: 'next' },
      },
    }
    // rows were found at data`)
    await writeFile(join(dir, 'nothing.ts'), 'export const nothing = 1\n')
    expect(await run('nothing.ts')).toMatchObject({ code: 2, stderr: expect.stringContaining('exports no source') })
  })
})

describe('tolva rest detect', () => {
  test('prints a file that loads what a URL gives, and the file is right', async () => {
    const { code, stdout, stderr } = await cli('detect', `${baseUrl}/users?kind={a}`, '--token-env', 'SHOP_TOKEN')
    expect(code).toBe(0)
    expect(stderr).toContain('paging     json_link (detected)')
    expect(stdout).toBe(`# yaml-language-server: $schema=./node_modules/tolva/schemas/rest-api.json
pipeline:
  name: users
  destination: duckdb
source:
  name: users
  client:
    base_url: ${baseUrl}
    auth: bearer
  resources:
    - name: users
      primary_key: id
      endpoint:
        path: users
        params:
          kind: "{{a}}"
        data_selector: data
        paginator:
          type: json_link
          next_url_path: next
`)
    expect(stdout + stderr).not.toContain(TOKEN)
    await writeFile(join(dir, 'users.yaml'), stdout.replace('auth: bearer', `auth: { token: ${TOKEN} }`))
    expect((await run('users.yaml')).code).toBe(0)
  })

  test('prints no secret that stands in the URL', async () => {
    const args = ['detect', `${baseUrl}/users?api_key=hush-in-url`, '--token-env', 'SHOP_TOKEN']
    const { code, stdout, stderr } = await cli(...args)
    expect(code).toBe(0)
    expect(stdout).toContain('          api_key:\n            type: setting\n')
    expect(stdout + stderr + (await cli(...args, '--json')).stdout).not.toContain('hush-in-url')
  })

  test('exits with 1 where the URL gives nothing, and with 2 where it is none', async () => {
    expect(await cli('detect', `${baseUrl}/orders`, '--token-env', 'SHOP_TOKEN')).toMatchObject({ code: 1, stdout: '' })
    expect(await cli('detect', 'users')).toMatchObject({ code: 2, stdout: '' })
    expect(await cli('detect', `${baseUrl}/users`, '--token-env', 'NOBODY')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the environment variable NOBODY is not set'),
    })
  })
})
