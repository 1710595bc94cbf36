import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { referencePage } from '../../scripts/rest-schema/reference-page.ts'
import { restSchema } from '../../scripts/rest-schema/rest-schema.ts'
import { checkConfig } from '../../src/sources/rest-api/check-config.ts'
import { fromSnakeCase, toSnakeCase } from '../../src/sources/rest-api/from-snake-case.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')
const VECTORS = path.join(ROOT, 'test/conformance/vectors/rest')

const schema: object = JSON.parse(readFileSync(path.join(ROOT, 'schemas/rest-api.json'), 'utf8'))
const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true })
const isValid = ajv.compile(schema)

function isAccepted(config: unknown): boolean {
  try {
    checkConfig(fromSnakeCase(config))
    return true
  } catch {
    return false
  }
}

const recorded = readdirSync(VECTORS)
  .filter((name) => name.endsWith('.json'))
  .map((name): { readonly name: string; readonly config: unknown } => {
    const { config } = JSON.parse(readFileSync(path.join(VECTORS, name), 'utf8'))
    return { name, config }
  })

const client = { base_url: 'https://api.example.com' }

describe('the JSON Schema of a REST configuration', () => {
  test('is what the table of the configuration and the types say now', () => {
    expect(schema, 'run: node scripts/build-rest-schema.ts').toEqual(restSchema())
  })

  test('is what the page of all keys is made from', () => {
    const page = readFileSync(path.join(ROOT, 'docs/rest-api-reference.md'), 'utf8')
    expect(page, 'run: node scripts/build-rest-schema.ts').toBe(referencePage(restSchema()))
    for (const key of ['base_url', 'cursor_path', 'total_path', 'response_format', 'data_selector_required', 'jwt']) {
      expect(page).toContain(key)
    }
  })

  test('describes every key', () => {
    const silent: string[] = []
    const visit = (node: unknown, at: string): void => {
      if (typeof node !== 'object' || node === null) return
      const properties: unknown = Reflect.get(node, 'properties')
      for (const [key, value] of Object.entries(properties ?? {})) {
        const inside = typeof value === 'object' && value !== null ? value : {}
        const elsewhere = '$ref' in inside && String(inside.$ref).includes('/properties/')
        if (key !== 'type' && !elsewhere && !('description' in inside)) silent.push(`${at}.${key}`)
      }
      for (const [key, value] of Object.entries(node)) visit(value, `${at}.${key}`)
    }
    visit(schema, '')
    expect(silent).toEqual([])
  })

  test('agrees with the check on every configuration recorded from dlt', () => {
    expect(recorded.length).toBeGreaterThan(200)
    const accepted = recorded.filter(({ config }) => isAccepted(config))
    expect(accepted.length).toBeGreaterThan(150)
    expect(accepted.length).toBeLessThan(recorded.length)
    const differing = recorded.filter(({ config }) => isValid(config) !== isAccepted(config))
    expect(differing.map(({ name }) => name)).toEqual([])
  })

  test.for([
    ['a misspelled key', { client, resources: [{ name: 'a', endpoint: { data_selektor: 'x' } }] }],
    ['an auth that does not exist', { client: { ...client, auth: { type: 'bearr', token: 'x' } }, resources: [] }],
    [
      'an option of another paginator',
      { client, resources: [{ name: 'a', endpoint: { paginator: { type: 'json_link', limit: 1 } } }] },
    ],
    ['no base URL', { client: {}, resources: [] }],
    ['no resources', { client }],
    ['an offset without a limit', { client: { ...client, paginator: 'offset' }, resources: [] }],
    ['a number as header', { client: { ...client, headers: { a: 1 } }, resources: [] }],
  ] as const)('refuses %s, as the check does', ([, config]) => {
    expect(isAccepted(config)).toBe(false)
    expect(isValid(config)).toBe(false)
  })

  test('is no other than the table: names translated there and back are the same', () => {
    const same = recorded.filter(({ config }) => isAccepted(config))
    for (const { name, config } of same) {
      const typed = fromSnakeCase(config)
      expect(fromSnakeCase(toSnakeCase(typed)), name).toEqual(typed)
    }
  })

  test('knows a whole pipeline file', () => {
    const file = (source: string) =>
      parse(`
pipeline: { name: blog, destination: duckdb, schema_contract: { tables: freeze } }
source:
  name: blog
  client: { base_url: https://api.example.com, auth: { token: x } }
  ${source}`)
    expect(isValid(file('resources: [posts]'))).toBe(true)
    expect(isValid(file('resources: posts'))).toBe(false)
    expect(isValid({ pipeline: { nme: 'x' }, source: { client, resources: [] } })).toBe(false)
  })
})
