import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { duckdb, pipeline } from '../../index.ts'
import { checkConfig } from './check-config.ts'
import { restApiSource } from './rest-api-source.ts'
import { restResource } from './rest-resource.ts'

let folder: string
let baseUrl: string
const server = createServer((request, response) =>
  response.end(
    JSON.stringify(
      request.url === '/users'
        ? [
            { id: 1, email: 'a@one.example', extra: true },
            { id: 2, email: 'b@two.example', extra: true },
          ]
        : [{ id: 'x' }],
    ),
  ),
)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-row-schema-'))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
})

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  await rm(folder, { recursive: true })
})

const opened = (name: string) =>
  pipeline({
    name,
    destination: duckdb({ path: join(folder, `${name}.duckdb`) }),
    dataset: 'd',
    dataDir: join(folder, 'data'),
    projectDir: folder,
    env: {},
  })

const row = z.object({ id: z.number(), email: z.string() })

test('rows pass their schema before the steps, which get what it gives back', async () => {
  const loaded = opened('good')
  const source = restApiSource({
    client: { baseUrl, paginator: 'single_page' },
    resources: [
      restResource({
        name: 'users',
        row: row.transform(({ id, email }) => ({ id, domain: email.split('@')[1] ?? '' })),
        processingSteps: [
          { filter: (user) => user.id > 1 },
          { map: (user) => ({ ...user, upper: user.domain.toUpperCase() }) },
        ],
      }),
    ],
  })
  await loaded.run(source)
  expect(await loaded.dataset().table('users').select('id', 'domain', 'upper').rows()).toEqual([
    { id: 2, domain: 'two.example', upper: 'TWO.EXAMPLE' },
  ])
})

test('a row that does not pass is an error that names it', async () => {
  const source = restApiSource({
    client: { baseUrl, paginator: 'single_page' },
    resources: [{ name: 'orders', row }],
  })
  await expect(opened('bad').run(source)).rejects.toMatchObject({
    code: 'invalid_row',
    message: expect.stringContaining('row 0 of orders is not valid: id: '),
  })
})

test('what is no schema is refused before any request', () => {
  const config = { client: { baseUrl }, resources: [{ name: 'orders', row: { id: 'number' } }] }
  expect(() => checkConfig(config)).toThrow('resources[0].row: expected a Standard Schema, got object')
})
