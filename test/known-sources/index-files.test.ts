import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { declaredSource } from '../../src/cli/declared-kinds.ts'
import { knownYaml } from '../../src/cli/templates/known-yaml.ts'
import { projectNames } from '../../src/cli/templates/project-names.ts'
import { createConfigReader } from '../../src/config/resolve.ts'
import { isTable } from '../../src/config/value-at.ts'
import type { KnownSource } from '../../src/sources/known/known-source.ts'
import { listKnownSources } from '../../src/sources/known/read-known-sources.ts'
import { SHAPES } from './shapes.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const schema: object = JSON.parse(readFileSync(path.join(ROOT, 'schemas/rest-api.json'), 'utf8'))
const isValid = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true }).compile(schema)

const all = await listKnownSources()
const apis = all.filter(({ docsUrl }) => docsUrl !== undefined)

/** The fields of the configuration that a declaration asks for. */
function askedFields(value: unknown, key = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => askedFields(item))
  if (typeof value === 'string' && key === 'base_url')
    return [...value.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? [])
  if (!isTable(value)) return []
  if (value.type === 'setting') return [String(value.field ?? key)]
  return Object.entries(value).flatMap(([name, inner]) => askedFields(inner, name))
}

/** Resources with what the defaults say of them. */
function resourcesOf({ source }: KnownSource): readonly Readonly<Record<string, unknown>>[] {
  const defaults = isTable(source?.resource_defaults) ? source.resource_defaults : {}
  const list: readonly unknown[] = Array.isArray(source?.resources) ? source.resources : []
  return list.map((one) => ({ ...defaults, ...(isTable(one) ? one : { name: one }) }))
}

/** Every key there is has a value. */
const filledIn = ({ secrets, settings, sourceName }: KnownSource) =>
  createConfigReader({
    projectDir: ROOT,
    pipelineName: 'known',
    env: Object.fromEntries(
      [...secrets, ...settings].map(({ field }) => [`SOURCES__${sourceName}__${field}`.toUpperCase(), 'value']),
    ),
  })

test('there are at least ten known APIs besides ChatBot, each with a shape', () => {
  const unverified = all.filter(({ verified }) => !verified).map(({ name }) => name)
  expect(unverified.length).toBeGreaterThanOrEqual(10)
  expect(SHAPES.map(({ name }) => name)).toEqual(unverified)
  expect(all.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['chatbot', 'filesystem', 'openapi', 'rest_api', 'sql_database']),
  )
})

test('the page of sources has a row for each, which says the same', () => {
  const page = readFileSync(path.join(ROOT, 'docs/sources.md'), 'utf8')
  for (const known of apis) {
    const resources = resourcesOf(known).map(({ name }) => name)
    const fields = [...known.secrets, ...known.settings].map(({ field }) => `\`${field}\``)
    const tried = known.verified ? 'in a sandbox' : '*unverified*'
    expect(page).toContain(
      `| \`${known.name}\` | ${known.title} | ${resources.join(', ')} | ${fields.join(', ')} | ${tried} |`,
    )
  }
  for (const { name } of all) expect(page).toContain(`| \`${name}\` |`)
})

describe.each(apis)('$name', (known) => {
  const names = projectNames(known.name, known.sourceName)

  test('is a source that opens without a request', async () => {
    expect(known.sourceName).toBe(`${known.name}_source`)
    const source = await declaredSource(known.sourceName, withoutName(known.source))
    const resources = await source.resources(filledIn(known))
    expect(resources.map(({ name }) => name)).toEqual(resourcesOf(known).map(({ name }) => name))
  })

  test('asks for the keys that it says how to come by, and for no others', () => {
    const fields = [...known.secrets, ...known.settings].map(({ field }) => field)
    expect([...new Set(askedFields(known.source))].toSorted()).toEqual(fields.toSorted())
  })

  test('doubles nothing in a second run', () => {
    for (const resource of resourcesOf(known)) {
      const isKeyed = resource.write_disposition === 'merge' && Boolean(resource.primary_key)
      expect(isKeyed || resource.write_disposition === 'replace', String(resource.name)).toBe(true)
    }
  })

  test('says where it was written after, and whether it was ever run', () => {
    expect(known.docsUrl).toMatch(/^https:\/\//)
    expect(known.text).toContain(known.verified ? 'sandbox' : `${known.docsUrl}`)
    expect(known.text.includes('unverified: never run against the real API')).toBe(!known.verified)
  })

  test('is a pipeline file that editors find no fault with', () => {
    const text = knownYaml(known, names, 'duckdb')
    isValid(parse(text))
    expect(isValid.errors).toBeNull()
    expect(text.includes('unverified')).toBe(!known.verified)
  })
})

function withoutName(source: unknown): unknown {
  if (!isTable(source)) return source
  const { name: _, ...config } = source
  return config
}
