import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Hints, pipeline, type RunOptions, resource } from '../../src/index.ts'
import { cuts, type Document, pagesOf, typedDocument, wildDocument } from './documents.ts'
import { readTrees } from './read-trees.ts'
import { PATIENCE, size } from './size.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-histories-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Documents of one table, run by run, and how they are cut into pages. */
const historyOf = (document: fc.Arbitrary<Document>) =>
  fc.record({ runs: fc.array(fc.array(document, { maxLength: 6 }), { minLength: 1, maxLength: 3 }), cut: cuts })

type History = typeof historyOf extends (document: fc.Arbitrary<Document>) => fc.Arbitrary<infer T> ? T : never

let made = 0

/** A pipeline of its own; `load` brings in documents of many tables in one run. */
function newShop() {
  const home = join(folder, `${made++}`)
  const shop = pipeline({ name: 'shop', destination: 'duckdb', dataset: 'd', dataDir: home, projectDir: home, env: {} })
  return {
    load: async (tables: readonly (readonly Document[])[], given: Given = {}) => {
      const { hints = {}, cut = () => [], ...options } = given
      await shop.run(
        tables.map((documents, index) =>
          resource({ name: `t${index}`, ...hints }, () => pagesOf(documents, cut(index))),
        ),
        options,
      )
    },
    async read() {
      const schema = (await shop.schemas()).get('shop')
      if (schema === undefined) throw new Error('nothing was loaded')
      const trees = await readTrees(join(home, 'shop.duckdb'), schema)
      return { ...trees, hash: schema.version_hash, sources: (await shop.state()).sources }
    },
  }
}

interface Given extends Pick<RunOptions, 'refresh'> {
  readonly hints?: Hints
  readonly cut?: (table: number) => History['cut']
}

async function loadRuns(shop: ReturnType<typeof newShop>, histories: readonly History[], hints: Hints = {}) {
  const last = Math.max(...histories.map(({ runs }) => runs.length))
  for (let run = 0; run < last; run++) {
    const documents = histories.map(({ runs }) => runs[run] ?? [])
    await shop.load(documents, { hints, cut: (table) => histories[table]?.cut ?? [] })
  }
}

const several = (document: fc.Arbitrary<Document>) => fc.array(historyOf(document), { minLength: 6, maxLength: 6 })

it(
  'loads the same tables however documents are spread over runs, pages, bytes and values',
  async () => {
    await fc.assert(
      fc.asyncProperty(several(wildDocument), async (histories) => {
        const [spread, whole] = [newShop(), newShop()]
        await loadRuns(spread, histories)
        await whole.load(histories.map(({ runs }) => runs.flat()))
        expect(await spread.read()).toEqual(await whole.read())
      }),
      size(3),
    )
  },
  PATIENCE,
)

const numbered = (documents: readonly Document[]) => documents.map((document, id) => ({ ...document, id }))
const incremental: Hints = { incremental: { cursorPath: 'id' } }
const typed = several(typedDocument).map((histories) =>
  histories.map((one) => ({ ...one, runs: one.runs.map(numbered) })),
)
const final = fc
  .array(fc.array(typedDocument, { minLength: 1, maxLength: 4 }), { minLength: 6, maxLength: 6 })
  .map((tables) => tables.map(numbered))

it.each<[string, Given, 'exactly' | 'in the columns that were there']>([
  ['a refresh that drops sources', { hints: incremental, refresh: 'drop_sources' }, 'exactly'],
  ['a refresh that drops resources', { hints: incremental, refresh: 'drop_resources' }, 'exactly'],
  ['a refresh that drops data', { hints: incremental, refresh: 'drop_data' }, 'in the columns that were there'],
  ['a replace', { hints: { ...incremental, writeDisposition: 'replace' } }, 'in the columns that were there'],
])(
  '%s leaves what a first load leaves, whatever was loaded before',
  async (_what, given, sameness) => {
    await fc.assert(
      fc.asyncProperty(typed, final, async (histories, documents) => {
        const [old, fresh] = [newShop(), newShop()]
        await loadRuns(old, histories, incremental)
        await old.load(documents, given)
        const { refresh: _, ...first } = given
        await fresh.load(documents, first)
        const [found, expected] = [await old.read(), await fresh.read()]
        expect(found.sources).toEqual(expected.sources)
        if (sameness === 'exactly') expect(found).toEqual(expected)
        else expect(found.rows).toEqual(expected.rows)
      }),
      size(1),
    )
  },
  PATIENCE,
)
