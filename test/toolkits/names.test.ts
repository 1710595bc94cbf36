import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { TOOLS } from '../../src/mcp/tools/registry.ts'
import { listToolkits } from '../../src/workbench/toolkits/list-toolkits.ts'
import { quotesOf, toolkitTexts } from './toolkit-texts.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** Tables, columns, sources and settings that examples speak of. */
const OF_EXAMPLES = [
  '_dlt_id',
  '_dlt_load_id',
  '_dlt_loads',
  '_dlt_parent_id',
  'stories__metrics',
  'address__city',
  'api_key',
  'docs_url',
  'node_modules',
  'rest_api',
  'updated_at',
  'welcome_interaction',
  'x__v_text',
]

const texts = toolkitTexts()
const quotes = texts.flatMap((text) => quotesOf(text).map((quote) => ({ file: text.file, quote })))

describe('names that skills quote', () => {
  test('in kebab-case are skills, toolkits and packages', async () => {
    const toolkits = await listToolkits()
    const known = new Set([
      ...toolkits.map(({ name }) => name),
      ...toolkits.flatMap(({ skills }) => skills.map(({ name }) => name)),
    ])
    const found = quotes.filter(({ quote }) => /^\/?[a-z0-9]+(-[a-z0-9]+)+$/.test(quote))
    expect(found.length).toBeGreaterThan(30)
    expect(found.filter(({ quote }) => !known.has(quote.replace('/', '')))).toEqual([])
  })

  test('in snake_case are tools, keys of a configuration, or codes of errors', () => {
    const known = new Set([...TOOLS.map(({ name }) => name), ...configurationKeys(), ...OF_EXAMPLES])
    const sources = sourceText()
    const found = quotes.filter(({ quote }) => /^[a-z]*_[a-z0-9_]+$/.test(quote))
    expect(found.length).toBeGreaterThan(60)
    expect(found.filter(({ quote }) => !known.has(quote) && !isCode(quote, sources))).toEqual([])
  })

  test('of examples are all in use', () => {
    const all = texts.map(({ text }) => text).join('\n')
    expect(OF_EXAMPLES.filter((name) => !all.includes(`\`${name}\``))).toEqual([])
  })
})

function isCode(name: string, sources: string): boolean {
  return /^http_\d+$/.test(name) || sources.includes(`'${name}'`)
}

/** Whatever is a key somewhere in pipeline files. */
function configurationKeys(): readonly string[] {
  const keys: string[] = []
  JSON.parse(readFileSync(path.join(ROOT, 'schemas/rest-api.json'), 'utf8'), (key, value: unknown) => {
    keys.push(key)
    return value
  })
  return keys
}

function sourceText(): string {
  return readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(path.join(ROOT, 'src', name), 'utf8'))
    .join('\n')
}
