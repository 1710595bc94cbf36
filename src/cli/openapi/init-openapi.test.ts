import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parse } from 'yaml'
import { checkConfig } from '../../sources/rest-api/check-config.ts'
import { fromSnakeCase } from '../../sources/rest-api/from-snake-case.ts'
import { library } from '../installed-library.ts'
import { runCli } from '../run-cli.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tolva-init-openapi-'))
})
afterEach(() => rm(dir, { recursive: true }))

async function cli(...args: readonly string[]) {
  const streams = { out: '', err: '' }
  const sink = (name: 'out' | 'err') => ({
    write: (text: string) => {
      streams[name] += text
    },
  })
  const code = await runCli(['init', 'openapi', ...args], {
    streams: { stdout: sink('out'), stderr: sink('err') },
    env: {},
    cwd: dir,
    library,
    signal: new AbortController().signal,
    stoppable: (work) => work(),
    now: () => 0,
    withStdoutAsStderr: (work) => work(),
  })
  return { code, ...streams }
}
const file = (name: string) => readFile(join(dir, name), 'utf8')

const SHOP = `
openapi: 3.1.0
info: { title: "The Shop's API" }
servers: [{ url: 'https://api.shop.com/v1' }]
security: [{ key: [] }]
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
  schemas:
    Order: { type: object, properties: { id: { type: integer }, it's: { type: string } } }
paths:
  /orders:
    get:
      summary: |
        All orders.
        Newest first.
      tags: [orders]
      parameters: [{ name: page, in: query, schema: { type: integer } }]
      responses: { 200: { content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } } } } }
  /orders/{id}/lines:
    get:
      responses: { 200: { content: { application/json: { schema: { type: array, items: { type: object } } } } } }
  /shops/{shop}/stock:
    get:
      parameters: [{ name: shop, in: path, required: true, description: The shop's short name., schema: { type: string } }]
      responses: { 200: { content: { application/json: { schema: { type: object } } } } }
    post: { responses: {} }
`

test('a project is made that says why each part is as it is', async () => {
  await writeFile(join(dir, 'shop.yaml'), SHOP)
  const { code, out, err } = await cli('shop.yaml', 'duckdb')
  expect([code, err]).toEqual([0, ''])
  expect(out).toContain(
    `resource  path                 rows at  paginator    key         parent
────────  ───────────────────  ───────  ───────────  ──────────  ──────
orders    /orders              $        page_number  id
lines     /orders/{id}/lines   $        auto         (replaced)  orders
(stock)   /shops/{shop}/stock  $        single_page  (replaced)
`,
  )
  expect(out).toContain('in brackets: not selected, 1 of 3\n  needs settings that have no value yet: stock\n')
  expect(out).toContain('settings that the document has no value for:\n  shop: stock\n')
  expect(out).toContain('left out: 1\n  POST changes or does something: 1\n')
  expect(out).toContain('made  shop_pipeline.ts\n')
  expect(out).toContain(
    'next:\n  npm install\n  fill in .dlt/secrets.toml\n  npx tolva rest check shop_pipeline.ts --resource orders lines\n  npx tolva run shop_pipeline.ts',
  )
  expect(await file('shop_pipeline.ts')).toBe(`import { pipeline, type RunOptions } from 'tolva'
import { restApiSource } from 'tolva/sources/rest-api'

// The Shop's API, from shop.yaml. What was guessed says why; correct what is wrong.
export const shop = restApiSource({
  name: 'shop',
  client: {
    // the first server
    baseUrl: 'https://api.shop.com/v1',
    // key: a key in the header X-Key
    auth: { type: 'api_key', name: 'X-Key', location: 'header' },
  },
  resources: [
    {
      // All orders. Newest first.
      name: 'orders',
      writeDisposition: 'merge',
      // rows have an id
      primaryKey: 'id',
      endpoint: {
        path: 'orders',
        // parameter page counts pages from 1, as most do; the document does not say; it ends at an empty page, as the answer has no total
        paginator: { type: 'page_number', basePage: 1, totalPath: null },
        // the answer is a list
        dataSelector: '$',
      },
    },
    {
      name: 'lines',
      // no field is known to tell rows apart, so each run replaces the table
      writeDisposition: 'replace',
      includeFromParent: ['id'],
      endpoint: {
        // paginator: the document shows no paging: the first answer is looked at for links and cursors
        path: 'orders/{id}/lines',
        params: {
          // orders is the nearest list above /orders/{id}/lines
          id: '{resources.orders.id}',
        },
        // the answer is a list
        dataSelector: '$',
      },
    },
    {
      name: 'stock',
      // set shop in .dlt/config.toml, then take this line out
      selected: false,
      // no field is known to tell rows apart, so each run replaces the table
      writeDisposition: 'replace',
      endpoint: {
        path: 'shops/{shop}/stock',
        params: {
          // required, and nothing in the document gives it: a setting
          shop: { type: 'setting', field: 'shop' },
        },
        // it answers one object
        paginator: 'single_page',
        // the answer is one object
        dataSelector: '$',
      },
    },
  ],
})

const shopPipeline = pipeline({
  name: 'shop_pipeline',
  destination: 'duckdb',
  dataset: 'shop_data',
})

/** Called by \`tolva run shop_pipeline.ts\`, which hands over --select, --limit and an interrupt. */
export function main(options: RunOptions = {}) {
  return shopPipeline.run(shop, options)
}

if (import.meta.main) console.log(\`\${await main()}\`)
`)
  expect(await file('.dlt/secrets.toml')).toContain('[sources.shop.credentials]\napi_key = "<configure me>"\n')
  expect((await stat(join(dir, '.dlt/secrets.toml'))).mode & 0o777).toBe(0o600)
  expect(await file('.dlt/config.toml')).toContain(
    `[sources.shop]\n# The shop's short name: needed by stock\n# shop = ""\n`,
  )
  expect(await file('.gitignore')).toContain('.dlt/secrets.toml')
  expect(await file('README.md')).toContain('Put api_key of your account in `.dlt/secrets.toml`.')
})

test('--set gives settings their values, and --yaml writes a file with the same configuration and reasons', async () => {
  await writeFile(join(dir, 'shop.yaml'), SHOP)
  const { code, out } = await cli('shop.yaml', 'postgres', '--yaml', '--json', '--set', 'shop=a"b', '--set', 'nope=1')
  expect(code).toBe(0)
  const { result } = JSON.parse(out)
  expect(result).toMatchObject({
    name: 'shop',
    made: expect.arrayContaining(['shop_pipeline.ts', 'shop_pipeline.yaml']),
    kept: [],
    endpoints: [{ resource: 'orders' }, { resource: 'lines' }, { resource: 'stock', selected: true, needs: ['shop'] }],
    settings: [{ name: 'shop', resources: ['stock'] }],
    secrets: ['api_key'],
    notes: ['no resource needs the setting nope'],
    leftOut: [{ method: 'POST', path: '/shops/{shop}/stock', reason: 'POST changes or does something' }],
  })
  expect(result.reasons).toContainEqual({ path: 'resources.orders.primaryKey', text: 'rows have an id' })
  expect(await file('.dlt/config.toml')).toContain('\nshop = "a\\"b"\n')
  expect(await file('.dlt/secrets.toml')).toContain('[destination.postgres]')
})

test('the YAML file is a configuration that is right, with the reasons as comments', async () => {
  await writeFile(join(dir, 'api.yaml'), SHOP)
  expect((await cli('api.yaml', 'duckdb', '--yaml')).code).toBe(0)
  const text = await file('shop_pipeline.yaml')
  expect(text).toContain('      # rows have an id\n      primary_key: id\n')
  const { pipeline, source } = parse(text)
  expect(pipeline).toEqual({ name: 'shop_pipeline', destination: 'duckdb', dataset: 'shop_data' })
  const { name, ...config } = source
  expect(name).toBe('shop')
  expect(() => checkConfig(fromSnakeCase(config))).not.toThrow()
  expect(source.resources[2].endpoint.params).toEqual({ shop: { type: 'setting', field: 'shop' } })
})

test('a file that is there is kept', async () => {
  await writeFile(join(dir, 'api.yaml'), SHOP)
  await writeFile(join(dir, 'shop_pipeline.ts'), 'mine')
  await writeFile(join(dir, 'package.json'), '{"type":"commonjs"}')
  const { out } = await cli('api.yaml', 'duckdb')
  expect(out).toContain('kept  shop_pipeline.ts (it was there already)')
  expect(out).toContain('  npm install\n  npm pkg set type=module\n')
  expect(await file('shop_pipeline.ts')).toBe('mine')
})

test('--only, --name, --base-url and --dir choose what is made, what it is called and where it is', async () => {
  await writeFile(join(dir, 'api.yaml'), SHOP)
  const flags = ['--only', 'orders', '--name', 'my_shop', '--base-url', 'http://localhost:1', '--dir', 'made']
  const { code, out } = await cli('api.yaml', 'duckdb', ...flags)
  expect(code).toBe(0)
  expect(out).toContain('next:\n  cd made\n')
  const text = await file('made/my_shop_pipeline.ts')
  expect(text).toContain("baseUrl: 'http://localhost:1'")
  expect(text).toContain('export const myShop = ')
  expect(text).not.toContain('lines')
})

test('a document is read from a URL, whose host relative servers begin at', async () => {
  const server = createServer((_, response) => response.end(SHOP.replace('https://api.shop.com/v1', '/v1')))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const host = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  const { code, err } = await cli(`${host}/openapi.yaml?token=hunter2`, 'duckdb')
  server.close()
  expect([code, err]).toEqual([0, ''])
  const text = await file('shop_pipeline.ts')
  expect(text).toContain(`baseUrl: '${host}/v1'`)
  expect(text).toContain('openapi.yaml?token=***')
  expect(text).not.toContain('hunter2')
})

test.each([
  ['gone.yaml', undefined, 'gone.yaml cannot be read', 'name a file that is there, or a URL that begins with https://'],
  ['page.html', '<html>', 'page.html is a web page or XML', 'look on the page for the link to openapi.json'],
  ['half.json', '{"openapi": ', 'half.json is neither JSON nor YAML', 'correct it at that place'],
  ['list.yaml', '- a', 'it is no object', 'give an OpenAPI 3.0 or 3.1 or a Swagger 2.0 document'],
  [
    'http://127.0.0.1:1/x?token=hunter2',
    undefined,
    'http://127.0.0.1:1/x?token=*** cannot be reached',
    'download the file',
  ],
])('%s is an error that says what to do', async (place, text, what, hint) => {
  if (text !== undefined) await writeFile(join(dir, place), text)
  const { code, err } = await cli(place, 'duckdb')
  expect(code).toBe(2)
  expect(err).toContain(what)
  expect(err).toContain(hint)
  expect(err).not.toContain('hunter2')
})

test('the help has examples, and a setting without a value is refused', async () => {
  expect((await cli('--help')).out).toContain('tolva init openapi petstore.yaml duckdb')
  expect(await cli('x.yaml', 'duckdb', '--set', 'owner')).toMatchObject({
    code: 2,
    err: expect.stringContaining('It must be name=value.'),
  })
})
