import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Page } from '../../src/contracts/page.ts'
import type { Resource, ResourceContext } from '../../src/contracts/resource.ts'
import { SourceError, TolvaError } from '../../src/errors/tolva-error.ts'
import { defineResource } from '../../src/extract/define-resource.ts'
import { rowsOf } from '../../src/extract/rows-of.ts'
import { duckdb, pipeline } from '../../src/index.ts'
import { PATIENCE, size } from './size.ts'

let root: string
let number = 0
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tolva-resume-property-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** A resource and what hangs on it. A row's id says where it comes from. */
interface Tree {
  readonly pages: readonly number[]
  readonly resumable: boolean
  readonly bytes: boolean
  readonly cursor: boolean
  readonly disposition: 'append' | 'replace' | 'merge'
  readonly children: readonly Child[]
}

interface Child {
  /** Pages of a row of the parent, and rows of each. */
  readonly pages: readonly number[]
  readonly resumable: boolean
  readonly parallel: number
}

const rowCounts = (maxLength: number) => fc.array(fc.nat(3), { maxLength })
const child: fc.Arbitrary<Child> = fc.record({
  pages: rowCounts(2),
  resumable: fc.boolean(),
  parallel: fc.integer({ min: 1, max: 3 }),
})
const tree: fc.Arbitrary<Tree> = fc.record({
  pages: rowCounts(6),
  resumable: fc.constantFrom(true, true, true, false),
  bytes: fc.boolean(),
  cursor: fc.boolean(),
  disposition: fc.constantFrom('append', 'append', 'replace', 'merge'),
  children: fc.array(child, { maxLength: 2 }),
})
/** How a run ends: after so many more requests the network is gone. */
const stop = fc.record({ after: fc.integer({ min: 1, max: 25 }), machineLost: fc.boolean() })
const world = fc.record({
  trees: fc.array(tree, { minLength: 1, maxLength: 3 }),
  stops: fc.array(stop, { maxLength: 4 }),
  checkpoint: fc.integer({ min: 1, max: 6 }),
  pageLog: fc.boolean(),
  parallel: fc.boolean(),
})

interface Requests {
  left: number
  made: number
}

async function request(requests: Requests): Promise<void> {
  requests.made++
  await Promise.resolve()
  if (requests.left-- <= 0) throw new SourceError('the network is gone', { code: 'network' })
}

const resumeFrom = ({ resumeFrom: position }: ResourceContext) => (typeof position === 'number' ? position + 1 : 0)

function resourcesOf(trees: readonly Tree[], requests: Requests): readonly Resource<string, unknown>[] {
  return trees.flatMap((one, index) => {
    const name = `t${index}`
    const parent = defineResource({
      name,
      hints: {
        writeDisposition: one.disposition,
        ...(one.disposition === 'merge' && { primaryKey: 'id' }),
        ...(one.cursor && { incremental: { cursorPath: 'at', primaryKey: 'id' } }),
      },
      resumeKey: one.resumable ? 'page' : undefined,
      async *open(context): AsyncIterable<Page<unknown>> {
        for (let page = resumeFrom(context); page < one.pages.length; page++) {
          await request(requests)
          const rows = rowsIn(`${index}.${page}`, one.pages[page] ?? 0).map((row) => ({ ...row, at: -page }))
          const content = one.bytes ? { bytes: new TextEncoder().encode(JSON.stringify(rows)) } : { rows }
          yield { ...content, ...(one.resumable && { position: page }) }
        }
      },
    })
    return [
      parent,
      ...one.children.map((below, place) => childOf(parent, below, { name: `${name}_${place}`, requests })),
    ]
  })
}

function childOf(
  parent: Resource<string, unknown>,
  below: Child,
  { name, requests }: { readonly name: string; readonly requests: Requests },
): Resource<string, unknown> {
  return defineResource({
    name,
    parent,
    resumeKey: below.resumable ? 'page' : undefined,
    byRow: { parallel: below.parallel, keyOf: (row) => rowsOf(row)[0] },
    async *open(context, row): AsyncIterable<Page<unknown>> {
      const [above] = row === undefined ? [] : rowsOf(row)
      const id = typeof above === 'object' && above !== null && 'id' in above ? String(above.id) : '?'
      for (let page = resumeFrom(context); page < below.pages.length; page++) {
        await request(requests)
        yield { rows: rowsIn(`${id}/${page}`, below.pages[page] ?? 0), ...(below.resumable && { position: page }) }
      }
    },
  })
}

const rowsIn = (place: string, count: number) => Array.from({ length: count }, (_, row) => ({ id: `${place}.${row}` }))

/** Ids by table as they must be in the end. */
function truth(trees: readonly Tree[]): Readonly<Record<string, readonly string[]>> {
  const tables: Record<string, string[]> = {}
  for (const [index, one] of trees.entries()) {
    const parents = one.pages.flatMap((count, page) => rowsIn(`${index}.${page}`, count).map(({ id }) => id))
    tables[`t${index}`] = parents
    for (const [place, below] of one.children.entries()) {
      tables[`t${index}_${place}`] = parents.flatMap((id) =>
        below.pages.flatMap((count, page) => rowsIn(`${id}/${page}`, count).map((row) => row.id)),
      )
    }
  }
  return Object.fromEntries(Object.entries(tables).map(([table, ids]) => [table, ids.toSorted()]))
}

async function found(folder: string, tables: readonly string[]): Promise<Readonly<Record<string, readonly string[]>>> {
  const dataset = open(folder).dataset()
  const entries = tables.map(async (table) => {
    const rows = await dataset.table(table).select('id').rows().catch(noTable)
    return [table, rows.map((row) => String(row.id)).toSorted()] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** A table to which no row ever came does not exist. */
function noTable(error: unknown): readonly { readonly id?: unknown }[] {
  if (error instanceof TolvaError && ['unknown_table', 'no_dataset', 'unknown_column'].includes(error.code)) return []
  throw error
}

const open = (folder: string) =>
  pipeline({
    name: 'p',
    destination: duckdb({ path: join(folder, 'x.duckdb') }),
    dataset: 'd',
    dataDir: folder,
    projectDir: root,
  })

it(
  'a run that stops anywhere, any number of times, on this machine or another, comes to the rows of one that does not',
  () =>
    fc.assert(
      fc.asyncProperty(world, async ({ trees, stops, checkpoint, pageLog, parallel }) => {
        const folder = join(root, `${number++}`)
        const requests: Requests = { left: 0, made: 0 }
        const run = async (after: number) => {
          requests.left = after
          const data = resourcesOf(trees, requests).map((one) => one.parallelize(parallel))
          await open(folder).run(data, { checkpoint: { pages: checkpoint }, pageLog })
        }
        let isOver = false
        for (const { after, machineLost } of stops) {
          isOver = await run(after).then(
            () => true,
            (error: unknown) => {
              if (error instanceof SourceError && error.code === 'network') return false
              throw error
            },
          )
          if (isOver) break
          if (machineLost) await rm(join(folder, 'pipelines'), { recursive: true, force: true })
        }
        if (!isOver) await run(Infinity)
        const expected = truth(trees)
        expect(await found(folder, Object.keys(expected))).toEqual(expected)
        await rm(folder, { recursive: true, force: true })
      }),
      size(25),
    ),
  PATIENCE,
)
