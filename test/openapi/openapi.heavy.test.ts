import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { afterEach, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { isObject, type Json } from './described-values.ts'
import { type GeneratedServer, generatedServer, TOKEN } from './generated-server.ts'
import { type WrittenProject, writtenProject } from './written-project.ts'

// Each compiles, and runs several processes.
vi.setConfig({ testTimeout: 300_000 })

const ROOT = path.resolve(import.meta.dirname, '../..')
const EXAMPLES = 'node_modules/@readme/oas-examples'

let server: GeneratedServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

interface Endpoint {
  readonly resource: string
  readonly path: string
  readonly rowsAt?: string
  readonly parent?: string
  readonly selected: boolean
  readonly needs: readonly string[]
}

interface Found {
  readonly name: string
  readonly endpoints: readonly Endpoint[]
  readonly settings: readonly { readonly name: string }[]
  readonly made: readonly string[]
}

/** The text and the parsed value of a document of the repository. */
async function documentOf(file: string): Promise<{ readonly text: string; readonly root: Json }> {
  const bytes = await readFile(path.join(ROOT, file))
  const text = (file.endsWith('.br') ? brotliDecompressSync(bytes) : bytes).toString('utf8')
  const root: unknown = /\.ya?ml$/.test(file) ? parse(text) : JSON.parse(text)
  return { text, root: isObject(root) ? root : {} }
}

/** Writes the project of a document, checks its types, runs it against a server of the same document. */
async function loaded(
  file: string,
  how: {
    readonly name: string
    readonly only?: readonly string[]
    readonly set?: readonly string[]
    readonly destination?: string
  },
): Promise<{ readonly found: Found; readonly project: WrittenProject; readonly served: GeneratedServer }> {
  const { text, root } = await documentOf(file)
  const served = await generatedServer(
    root,
    (how.set ?? []).map((one) => one.slice(one.indexOf('=') + 1)),
  )
  server = served
  const project = await writtenProject(how.name)
  const document = `document.${/\.ya?ml$/.test(file) ? 'yaml' : 'json'}`
  await writeFile(path.join(project.dir, document), text)
  const flags = [
    ...['--base-url', served.url, '--name', how.name, '--yaml', '--json'],
    ...(how.only === undefined ? [] : ['--only', ...how.only]),
    ...(how.set ?? []).flatMap((one) => ['--set', one]),
  ]
  const init = await project.tolva(['init', 'openapi', document, 'duckdb', ...flags])
  expect(init).toMatchObject({ code: 0, err: '' })
  const found: Found = JSON.parse(init.out).result
  expect(await project.compile()).toBe('')
  const run = await project.tolva(['run', `${how.name}_pipeline.ts`], {
    [`SOURCES__${how.name.toUpperCase()}__CREDENTIALS__TOKEN`]: TOKEN,
  })
  expect([run.code, served.problems], run.err).toEqual([0, []])
  return { found, project, served }
}

/** Every selected resource has all rows of all pages, and was asked for each row of its parent. */
async function expectAll({ found, project, served }: Awaited<ReturnType<typeof loaded>>): Promise<number> {
  const counted = await project.tolva([
    'query',
    `${found.name}_pipeline`,
    countsOf(found),
    '--limit',
    '10000',
    '--json',
  ])
  expect(counted.code, counted.out).toBe(0)
  const counts = new Map<string, number>(
    JSON.parse(counted.out).result.rows.map(([name, rows]: [string, number]) => [name, rows]),
  )
  const selected = found.endpoints.filter((one) => one.selected)
  const there = selected.map((endpoint) => [endpoint.resource, rowsOf(endpoint, served)] as const)
  expect(Object.fromEntries(counts)).toEqual(Object.fromEntries(there))
  expect(there.filter(([, rows]) => rows === 0)).toEqual([])
  for (const child of selected.filter((one) => one.parent !== undefined)) {
    const parent = found.endpoints.find((one) => one.resource === child.parent)
    const asked = served.served.get(child.path)?.size
    expect([child.resource, asked]).toEqual([child.resource, parent && rowsOf(parent, served)])
  }
  return there.reduce((sum, [, rows]) => sum + rows, 0)
}

/** All rows that the server has for what was asked: of lists those of all pages, of objects one each. */
function rowsOf({ path: at, rowsAt = '$' }: Endpoint, { served }: GeneratedServer): number {
  return [...(served.get(at)?.values() ?? [])].reduce((sum, { body, total }) => {
    const keys = rowsAt === '$' ? [] : rowsAt.split('.')
    const rows = keys.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), body)
    return sum + (Array.isArray(rows) ? total : 1)
  }, 0)
}

function countsOf({ endpoints }: Found): string {
  const selected = endpoints.filter((one) => one.selected)
  return selected
    .map(({ resource }) => `select '${resource}' as name, count(*) as n from "${resource}"`)
    .join(' union all ')
}

test('Petstore, a small Swagger 2.0 file: the project compiles, runs and holds what the server gave', async () => {
  const all = await loaded(`${EXAMPLES}/2.0/json/petstore.json`, {
    name: 'petstore',
    set: ['pet_id=1', 'tags=a', 'username=me', 'order_id=2'],
  })
  expect(all.found.endpoints.filter((one) => one.selected).map((one) => one.resource)).toEqual([
    'pet_find_by_status',
    'pet',
    'inventory',
    'order',
    'user',
  ])
  await expectAll(all)
})

test('Star Trek API, OpenAPI 3.0: every page of every list and every child is loaded', async () => {
  const all = await loaded(`${EXAMPLES}/3.0/json/star-trek.json`, { name: 'stapi' })
  expect(await expectAll(all)).toBeGreaterThan(150)
})

test('Train Travel, OpenAPI 3.1 in YAML: links in the body are followed, and the YAML file runs too', async () => {
  const all = await loaded(`${EXAMPLES}/3.1/yaml/train-travel.yaml`, {
    name: 'trains',
    set: ['origin=a', 'destination=b', 'trips_date=2024-01-01'],
  })
  const rows = await expectAll(all)
  const { code, err } = await all.project.tolva(['run', 'trains_pipeline.yaml'], {
    SOURCES__TRAINS__CREDENTIALS__TOKEN: TOKEN,
  })
  expect([code, all.served.problems], err).toEqual([0, []])
  expect(await expectAll(all)).toBe(rows)
})

test('Kubernetes, a large Swagger 2.0 file: lists go on by cursors, for every namespace', async () => {
  const all = await loaded('test/fixtures/openapi/kubernetes-2.0.json.br', {
    name: 'kubernetes',
    only: ['/api/v1/*'],
  })
  expect(await expectAll(all)).toBeGreaterThan(150)
})

test('GitHub, a large OpenAPI 3.0 file: everything that nothing else must be known for is loaded', async () => {
  const all = await loaded('test/fixtures/openapi/github-3.0.json.br', { name: 'github' })
  expect(all.found.endpoints.length).toBeGreaterThan(600)
  expect(await expectAll(all)).toBeGreaterThan(200)
})

test('GitHub with values for what its document leaves open: children of children are loaded', async () => {
  const all = await loaded('test/fixtures/openapi/github-3.0.json.br', {
    name: 'hub',
    only: ['issues', '/repos/{owner}/{repo}/pulls*'],
    set: ['owner=me', 'repo=mine', 'org=us', 'username=you'],
  })
  const { endpoints } = all.found
  const parentOf = (one: Endpoint | undefined) => endpoints.find(({ resource }) => resource === one?.parent)
  expect(endpoints.filter((one) => one.selected && parentOf(parentOf(one))).map((one) => one.resource)).toContain(
    'review_comments',
  )
  expect(await expectAll(all)).toBeGreaterThan(400)
})
