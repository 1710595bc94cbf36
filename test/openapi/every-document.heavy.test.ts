import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { ConfigError } from '../../src/errors/tolva-error.ts'
import { openApiToConfig } from '../../src/sources/rest-api/openapi/open-api-to-config.ts'
import { restApiSource } from '../../src/sources/rest-api/rest-api-source.ts'
import { isObject, resolved } from './described-values.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const EXAMPLES = path.join(ROOT, 'node_modules/@readme/oas-examples')
const FIXTURES = path.join(ROOT, 'test/fixtures/openapi')

/** Every public document at hand: the large ones and all examples of the standards. */
const documents: readonly (readonly [string, string])[] = [
  ...readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^[23]\.\d\/.*\.(json|yaml)$/.test(name))
    .map((name) => [name, path.join(EXAMPLES, name)] as const),
  ...readdirSync(FIXTURES)
    .filter((name) => name.endsWith('.br'))
    .map((name) => [name, path.join(FIXTURES, name)] as const),
]

function read(file: string): unknown {
  const bytes = readFileSync(file)
  if (file.endsWith('.br')) return JSON.parse(brotliDecompressSync(bytes).toString('utf8'))
  return file.endsWith('.yaml') ? parse(bytes.toString('utf8')) : JSON.parse(bytes.toString('utf8'))
}

test('there are documents', () => {
  expect(documents.length).toBeGreaterThan(100)
})

test.each(documents)('%s becomes a configuration that is right, or an error that says what to do', async (_, file) => {
  const document = read(file)
  const before = JSON.stringify(document)
  try {
    const { name, config, endpoints, leftOut, settings, reasons } = openApiToConfig(document, {
      baseUrl: 'https://x.com',
    })
    const source = restApiSource({ name, ...config })
    const resources = await source.resources({
      read: async ({ field, required }) => (required ? `the ${field}` : undefined),
    })
    expect(resources.map((one) => one.name)).toEqual(endpoints.map((one) => one.resource))
    expect(resources.filter((one) => one.selected).length).toBe(endpoints.filter((one) => one.selected).length)
    expect(operationsOf(document)).toBe(endpoints.length + leftOut.length)
    for (const { resource, needs, selected } of endpoints) {
      if (needs.length > 0) expect([resource, selected]).toEqual([resource, false])
      for (const need of needs) expect(settings.map((one) => one.name)).toContain(need)
      expect(reasons.some((one) => one.path === `resources.${resource}.endpoint.dataSelector`)).toBe(true)
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    expect(['external_refs', 'nothing_to_load', 'not_openapi']).toContain(error.code)
    expect(error.hint).not.toBe('')
  }
  // The document is the caller's.
  expect(JSON.stringify(document) === before).toBe(true)
})

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace']

function operationsOf(document: unknown): number {
  const root = isObject(document) ? document : {}
  const items = Object.values(isObject(root.paths) ? root.paths : {})
  return items.flatMap((item) => Object.keys(resolved(root, item)).filter((key) => METHODS.includes(key))).length
}
