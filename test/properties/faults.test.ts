import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBConnection } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { duckdb, type Hints, pipeline, resource } from '../../src/index.ts'
import { readTables } from './read-tables.ts'
import { PATIENCE, size } from './size.ts'

const merged = (strategy: string): Hints => ({
  primaryKey: 'id',
  writeDisposition: { disposition: 'merge', strategy },
  ...(strategy === 'upsert' || strategy === 'delete-insert'
    ? { columns: { gone: { dataType: 'bool', hardDelete: true } } }
    : {}),
})

/** Every disposition and strategy, so that their statements stand side by side in one commit. */
const TABLES: Readonly<Record<string, Hints>> = {
  appended: {},
  replaced: { writeDisposition: 'replace' },
  deleted_inserted: merged('delete-insert'),
  upserted: merged('upsert'),
  upserted_plain: { ...merged('upsert'), columns: {} },
  inserted_only: merged('insert-only'),
  changed: merged('cdc'),
  historic: { writeDisposition: { disposition: 'merge', strategy: 'scd2' } },
}

const first = [
  { id: 1, v: 'a', items: [1, 2] },
  { id: 2, v: 'b', items: [3] },
  { id: 3, v: 'c', items: [] },
]
/** Changes, deletes and adds rows; `extra` is a new column and `more` a new nested table. */
const second = [
  { id: 1, v: 'd', items: [4], extra: 1.5 },
  { id: 2, v: 'b', gone: true },
  { id: 4, v: 'e', items: [5, 6], more: [{ x: 1 }] },
]

let folder = ''
const paths = { fresh: '', loaded: '' }

const shopIn = (home: string) =>
  pipeline({
    name: 'shop',
    destination: duckdb({ path: join(home, 'shop.duckdb') }),
    dataset: 'd',
    dataDir: home,
    projectDir: home,
    env: {},
  })

const resources = (rows: readonly object[]) =>
  Object.entries(TABLES).map(([name, hints]) => resource({ name, ...hints }, () => rows))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-faults-'))
  paths.fresh = join(folder, 'fresh')
  paths.loaded = join(folder, 'loaded')
  await shopIn(paths.fresh).prepare(resources(first))
  await shopIn(paths.loaded).run(resources(first))
  await shopIn(paths.loaded).prepare(resources(second))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const run = DuckDBConnection.prototype.run

/** Loads what is sealed while the statement of this number fails; returns how many there were. */
async function loadWithFault(home: string, fault: Fault | undefined): Promise<{ statements: number; failed: boolean }> {
  let statements = 0
  DuckDBConnection.prototype.run = async function (this: DuckDBConnection, ...given) {
    const isFault = statements++ === fault?.at
    if (isFault && fault?.when === 'before') throw new Error('the connection is lost')
    const result = await run.apply(this, given)
    if (isFault) throw new Error('the answer is lost')
    return result
  }
  try {
    await shopIn(home).load()
    return { statements, failed: false }
  } catch (error) {
    if (fault === undefined) throw error
    return { statements, failed: true }
  } finally {
    DuckDBConnection.prototype.run = run
  }
}

interface Fault {
  readonly at: number
  /** Whether the statement is done when it fails. */
  readonly when: 'before' | 'after'
}

describe.each(['fresh', 'loaded'] as const)('a load into a dataset that is %s', (kind) => {
  it(
    'leaves the dataset as it was when a statement fails, and is completed by the next',
    async () => {
      const whole = join(folder, `${kind}-whole`)
      await cp(paths[kind], whole, { recursive: true })
      const before = await readTables(join(whole, 'shop.duckdb'))
      const { statements } = await loadWithFault(whole, undefined)
      const after = await readTables(join(whole, 'shop.duckdb'))
      expect(after).not.toEqual(before)
      const faults = fc.record({
        at: fc.integer({ min: 0, max: statements - 1 }),
        when: fc.constantFrom('before', 'after'),
      })
      await fc.assert(
        fc.asyncProperty(faults, async (fault) => {
          const home = join(folder, 'one')
          await cp(paths[kind], home, { recursive: true })
          try {
            await loadWithFault(home, fault)
            const left = await readTables(join(home, 'shop.duckdb'))
            expect([before, after]).toContainEqual(left)
            await shopIn(home).load()
            expect(await readTables(join(home, 'shop.duckdb'))).toEqual(after)
          } finally {
            await rm(home, { recursive: true, force: true })
          }
        }),
        size(6),
      )
    },
    PATIENCE,
  )
})
