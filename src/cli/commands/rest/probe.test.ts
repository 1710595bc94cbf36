import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { library } from '../../installed-library.ts'
import { runCli } from '../../run-cli.ts'

let folder: string
let server: Server

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-probe-'))
  server = createServer(({ url = '' }, response) => {
    response.statusCode = url.startsWith('/users') ? 200 : 404
    response.end(JSON.stringify({ data: [{ id: url }] }))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  await writeFile(
    join(folder, 'api.yaml'),
    `pipeline: { name: api }\nsource: { client: { base_url: 'http://127.0.0.1:${port}' }, resources: [users] }\n`,
  )
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

async function probe(...args: readonly string[]) {
  let out = ''
  const code = await runCli(['rest', 'probe', ...args], {
    streams: { stdout: { write: (text) => (out += text) }, stderr: { write: () => true } },
    env: {},
    cwd: folder,
    library,
    signal: new AbortController().signal,
    stoppable: (work) => work(),
    now: Date.now,
    withStdoutAsStderr: (work) => work(),
  })
  return { code, out }
}

test('one answer is shown, with keys as the file writes them', async () => {
  const { code, out } = await probe('api.yaml')
  expect([code, out]).toEqual([0, expect.stringMatching(/^200 from GET http:\S+\/users in \d+ ms/)])
  expect(out).toContain('1 at data_selector: data (detected)')
  expect(out).toContain('{"data":[{"id":"/users"}]}')
})

test('parameters go along, and an answer of 400 or above is exit code 1', async () => {
  const found = await probe('api.yaml', '--path', 'users/7', '--param', 'limit=2', 'sort=a=b', '--json')
  expect(JSON.parse(found.out).result).toMatchObject({
    status: 200,
    body: '{"data":[{"id":"/users/7?limit=2&sort=a%3Db"}]}',
  })
  const { code, out } = await probe('api.yaml', '--path', 'orders')
  expect([code, out]).toEqual([1, expect.stringContaining('next       Nothing stands at this path')])
})

test.each([
  [['api.yaml', '--path', 'https://evil.example'], 'other_origin'],
  [['api.yaml', '--param', 'limit'], 'bad_param'],
  [['api.yaml', '--resource', 'user'], 'unknown_resource'],
  [['other.yaml'], 'no_file'],
])('%j is an error of the command line', async (args, error) => {
  const { code, out } = await probe(...args, '--json')
  expect([code, JSON.parse(out).error.code]).toEqual([2, error])
})
