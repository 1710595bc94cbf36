import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { github } from '../../examples/github/github_pipeline.ts'
import { env as githubEnv, start as startGithub } from '../../examples/github/server.ts'
import { graphql } from '../../examples/graphql/graphql_pipeline.ts'
import { env as graphqlEnv, start as startGraphql } from '../../examples/graphql/server.ts'
import { env as shopifyEnv, start as startShopify } from '../../examples/shopify/server.ts'
import { shopify } from '../../examples/shopify/shopify_pipeline.ts'
import type { StandIn } from '../../examples/stand-in.ts'
import { start as startStripe, env as stripeEnv } from '../../examples/stripe/server.ts'
import { stripe } from '../../examples/stripe/stripe_pipeline.ts'
import { readDeclaration } from '../../src/cli/read-declaration.ts'
import type { Source } from '../../src/contracts/resource.ts'
import { duckdb, type Pipeline, pipeline } from '../../src/index.ts'
import { declaredSource } from '../../src/sources/rest-api/declared-source.ts'
import { checkRestSource } from '../../src/sources/rest-api/index.ts'
import { startChatbotSandbox } from '../../src/testing/index.ts'

const EXAMPLES = path.resolve(import.meta.dirname, '../../examples')

let folder: string
const open: { close(): Promise<void> }[] = []

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tolva-examples-'))
})

afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
  await rm(folder, { recursive: true })
})

async function started<T extends StandIn>(standIn: Promise<T>): Promise<T> {
  const one = await standIn
  open.push(one)
  return one
}

/** The source of an example's YAML file, with nothing changed but the base URL. */
async function fromYaml(name: string, baseUrl: string): Promise<Source> {
  const text = await readFile(path.join(EXAMPLES, name, `${name}.yaml`), 'utf8')
  const file = path.join(folder, `${name}.yaml`)
  await writeFile(file, text.replace(/^( +base_url: ).*/m, `$1${baseUrl}`))
  const { sourceName, source } = await readDeclaration(file)
  return declaredSource(sourceName, source)
}

function opened(name: string, env: Readonly<Record<string, string>>): Pipeline {
  return pipeline({
    name,
    destination: duckdb({ path: path.join(folder, `${name}.duckdb`) }),
    dataset: 'example',
    dataDir: path.join(folder, 'data'),
    projectDir: folder,
    env,
  })
}

/** All rows of some tables without what differs from load to load, in an order of their own. */
async function tablesOf(
  loaded: Pipeline,
  tables: readonly string[],
): Promise<Readonly<Record<string, readonly string[]>>> {
  const entries = tables.map(async (table) => {
    const rows = await loaded.dataset().table(table).rows()
    const plain = rows.map((row) => JSON.stringify(Object.entries(row).filter(([key]) => !key.startsWith('_dlt_'))))
    return [table, plain.sort()] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

describe.for([
  {
    name: 'github',
    start: startGithub,
    env: githubEnv,
    source: github,
    rows: { issues: 230, issues__labels: 57, comments: 231 },
    requests: 3 + 230,
  },
  {
    name: 'stripe',
    start: startStripe,
    env: stripeEnv,
    source: stripe,
    rows: { customers: 230, customers__preferred_locales: 92, charges: 130 },
    requests: 3 + 2,
  },
  {
    name: 'shopify',
    start: startShopify,
    env: shopifyEnv,
    source: shopify,
    rows: { products: 620, products__variants: 1239, orders: 310, orders__line_items: 310 },
    requests: 3 + 2,
  },
  {
    name: 'graphql',
    start: startGraphql,
    env: graphqlEnv,
    source: graphql,
    rows: { issues: 130, issues__labels__nodes: 33 },
    requests: 3,
  },
])('the example $name', ({ name, start, env, source, rows, requests }) => {
  test('loads the same tables as YAML and as TypeScript', async () => {
    const standIn = await started<StandIn>(start())
    const asYaml = opened(`${name}_yaml`, env)
    const yaml = await asYaml.run(await fromYaml(name, standIn.baseUrl))
    expect(standIn.requests).toHaveLength(requests)
    expect(yaml.rowCounts).toMatchObject(rows)
    const asScript = opened(`${name}_script`, env)
    const script = await asScript.run(source(standIn.baseUrl))
    expect(script.rowCounts).toEqual(yaml.rowCounts)
    const tables = Object.keys(rows)
    expect(await tablesOf(asScript, tables)).toEqual(await tablesOf(asYaml, tables))
    expect([...yaml.warnings, ...script.warnings]).toEqual([])
  })

  test('is refused by its stand-in with a wrong token', async () => {
    const standIn = await started<StandIn>(start())
    const [key] = Object.keys(env)
    const wrong = { ...env, [key ?? '']: 'wrong-token' }
    const run = opened(name, wrong).run(source(standIn.baseUrl))
    await expect(run).rejects.toMatchObject({ code: 'http_401' })
  })
})

test('the example github asks only for what has changed when it runs again', async () => {
  const standIn = await started(startGithub())
  const loaded = opened('github', githubEnv)
  await loaded.run(github(standIn.baseUrl))
  const before = standIn.requests.length
  standIn.openIssues(2)
  const second = await loaded.run(github(standIn.baseUrl))
  expect(second.rowCounts).toMatchObject({ issues: 2 })
  expect(standIn.requests[before]).toContain('since=2024-01-10T14%3A00%3A00Z')
  expect((await loaded.dataset().table('issues').rows()).length).toBe(232)
})

test('what the examples are told is fine with a check', async () => {
  const standIn = await started(startStripe())
  const env: Readonly<Record<string, string>> = stripeEnv
  const reader = {
    read: async ({ field }: { readonly field: string }) => env[`SOURCES__STRIPE__CREDENTIALS__${field.toUpperCase()}`],
  }
  const found = await checkRestSource(stripe(standIn.baseUrl), { reader })
  expect(found.resources.map(({ resource, problems }) => [resource, problems])).toEqual([
    ['customers', []],
    ['charges', []],
  ])
})

test('the example chatbot loads as YAML what its API holds', async () => {
  const sandbox = await startChatbotSandbox({ users: 90, token: 'sandbox-token' })
  open.push(sandbox)
  const loaded = opened('chatbot', { SOURCES__CHATBOT_SOURCE__API_KEY: 'sandbox-token' })
  const info = await loaded.run(await fromYaml('chatbot', sandbox.url))
  expect(info.rowCounts).toMatchObject({ users: 90, stories: 5, welcome_interaction: 5 })
})
