import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { library } from '../../src/cli/installed-library.ts'
import { blocksOf, toolkitTexts } from './toolkit-texts.ts'

const texts = toolkitTexts()

describe('examples in skills', () => {
  test('of YAML are configurations that a source is made of', async () => {
    const { declarativeSource } = await library()
    const blocks = texts.flatMap((text) => blocksOf(text, 'yaml').map((block) => ({ file: text.file, block })))
    expect(blocks.length).toBeGreaterThan(3)
    for (const { file, block } of blocks) {
      const config = configOf(parse(block))
      const names = await declarativeSource('chatbot_source', config).then(
        (source) => source.name,
        (error: unknown) => `${file}: ${String(error)}`,
      )
      expect(names).toBe('chatbot_source')
    }
  })

  test('of a paginator in one line are ones that there are', async () => {
    const { declarativeSource } = await library()
    const lines = texts.flatMap(({ text }) => [...text.matchAll(/`(paginator: [^`]+)`/g)].map(([, line = '']) => line))
    expect(lines.length).toBeGreaterThan(5)
    for (const line of lines) {
      await declarativeSource('chatbot_source', configOf({ endpoint: parse(line) }))
    }
  })

  test('link to files that are there', () => {
    const links = texts.flatMap(({ file, text }) =>
      [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, to = '']) => path.join(path.dirname(file), to)),
    )
    expect(links.filter((file) => !existsSync(file))).toEqual([])
  })
})

/** A whole source from a block that shows one, a list of resources, or a part of a resource. */
function configOf(block: unknown): unknown {
  if (isRecord(block) && isRecord(block.source)) {
    const { name: _, ...config } = block.source
    return config
  }
  const client = { base_url: 'https://api.example.com' }
  const parents = [{ name: 'stories', endpoint: 'v2/stories' }]
  if (Array.isArray(block)) {
    const names = block.map((one: unknown) => (isRecord(one) ? one.name : one))
    return { client, resources: [...parents.filter(({ name }) => !names.includes(name)), ...block] }
  }
  return { client, resources: [{ name: 'users', ...(isRecord(block) && block) }] }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
