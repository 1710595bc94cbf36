import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { duckdb, pipeline, resource, source } from '../index.ts'
import { listPipelines, openPipeline } from '../inspect.ts'
import { fileName } from './file-name.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tolva-names-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const letter = fc.constantFrom(...'abzABZ019_. -äßñ漢字한글𐐷'.match(/./gu)!)
const name = fc
  .tuple(fc.constantFrom('a', 'Z', '_', '7', '漢', 'con', 'nul.', 'aux.x'), fc.string({ unit: letter, maxLength: 190 }))
  .map(
    (parts) =>
      parts
        .join('')
        .slice(0, 200)
        .toWellFormed()
        .replaceAll('\uFFFD', '')
        .replace(/[. ]+$/, '') || 'a',
  )

/** What a file's name has behind the name of a schema while it is written. */
const LONGEST_END = '.schema.json.0123456789ab.tmp'

describe('the file of a name', () => {
  it('is short, legal everywhere, and another one for another name', () => {
    fc.assert(
      fc.property(name, name, (one, other) => {
        const file = fileName(one, 'pipeline')
        expect(file.length).toBeLessThanOrEqual(64)
        expect(Buffer.byteLength(file + LONGEST_END)).toBeLessThanOrEqual(255)
        expect(file).toMatch(/^[\p{L}\p{N}_][\p{L}\p{N}_. ~-]*[^. ]$|^[\p{L}\p{N}_]$/u)
        expect(file).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i)
        if (one !== other) expect(fileName(other, 'pipeline')).not.toBe(file)
      }),
      { numRuns: 2000 },
    )
  })

  it.each(['chatbot_pipeline', 'a', 'Shop 2.0', 'x'.repeat(64)])('is %s itself', (given) => {
    expect(fileName(given, 'pipeline')).toBe(given)
  })

  it.each(['', '../x', 'a/b', 'a~b', 'a.', '.a', 'x'.repeat(201)])('is none for %j', (given) => {
    expect(() => fileName(given, 'pipeline')).toThrow(expect.objectContaining({ code: 'bad_name' }))
  })
})

describe('a run with the longest names there are', () => {
  it('keeps every path below 180 characters of its data folder, and is found by its name', async () => {
    const long = (letters: string, length = 200) => letters.repeat(200).slice(0, length)
    // dlt takes no longer one
    const schema = long('schema_', 64)
    const shop = pipeline({
      name: long('pipeline_'),
      destination: duckdb({ path: join(root, 'x.duckdb') }),
      dataDir: root,
      projectDir: root,
      env: {},
    })
    const deep = { level: { of: [{ list: [{ list: [1] }] }] } }
    const rows = [{ [long('column_')]: 1, [long('nested_')]: [deep] }]
    const one = source({ name: schema, resources: () => [resource({ name: long('resource_') }, rows)] })
    await shop.run(one())
    await shop.prepare(one())
    await shop.abort()
    await shop.prepare(one())
    const paths = await readdir(root, { recursive: true })
    expect(paths.filter((path) => path.startsWith('pipelines')).length).toBeGreaterThan(10)
    const longest = paths.toSorted((a, b) => b.length - a.length)[0] ?? ''
    // Beside what is written for a moment, and 80 characters for the data folder: 260 is what Windows takes.
    expect(longest.length + '.0123456789ab.tmp'.length).toBeLessThanOrEqual(179)
    expect((await listPipelines({ dataDir: root })).map((listed) => listed.name)).toEqual([long('pipeline_')])
    const found = await openPipeline(long('pipeline_'), { dataDir: root, env: {} })
    expect([...(await found.schemas()).keys()]).toEqual([schema])
    await found.retry()
    expect((await found.packages()).map(({ state }) => state)).toEqual(['loaded', 'aborted', 'loaded'])
  })
})
