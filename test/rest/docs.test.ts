import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { declaredSource } from '../../src/sources/rest-api/index.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')

const isValid = new Ajv({ strict: false }).compile(
  JSON.parse(readFileSync(path.join(ROOT, 'schemas/rest-api.json'), 'utf8')),
)

interface Block {
  readonly name: string
  readonly text: string
}

const blocks: readonly Block[] = readdirSync(path.join(ROOT, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .flatMap((page) => {
    const text = readFileSync(path.join(ROOT, 'docs', page), 'utf8')
    return [...text.matchAll(/^```yaml\n(.*?)^```/gms)].map((match, index) => ({
      name: `${page}, block ${index + 1}`,
      text: match[1] ?? '',
    }))
  })
  // Sources of other kinds.
  .filter(({ text }) => !/^ {2}type: /m.test(text))
  // A line for editors, and other tools' files.
  .filter(({ text }) => /^(pipeline|source|client|resources|resource_defaults|endpoint|- name):?/m.test(text))

const client = { base_url: 'https://api.example.com' }

/** A block may show a part: what is around it is put there. */
function configurationOf(shown: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if ('endpoint' in shown) return { client, resources: [{ name: 'shown', ...shown }] }
  return { client, resources: ['shown'], ...shown }
}

describe('a configuration that the documentation shows', () => {
  test('is found', () => {
    expect(blocks.length).toBeGreaterThan(8)
  })

  test.for(blocks.map((block) => [block.name, block] as const))('in %s can be run', async ([, { text }]) => {
    const shown: unknown = parse(text)
    if (typeof shown !== 'object' || shown === null || Array.isArray(shown)) throw new Error('it is no object')
    const fields: Readonly<Record<string, unknown>> = { ...shown }
    if ('pipeline' in fields) expect(isValid(fields), JSON.stringify(isValid.errors)).toBe(true)
    const { name: _, ...config } = 'source' in fields ? { ...Object(fields.source) } : configurationOf(fields)
    expect(isValid(config), JSON.stringify(isValid.errors)).toBe(true)
    const resources = await declaredSource('shown', config).resources({
      read: async ({ required }) => (required ? 'found' : undefined),
    })
    expect(resources.length).toBeGreaterThan(0)
  })
})
