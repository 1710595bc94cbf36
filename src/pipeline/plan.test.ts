import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { duckdb, pipeline, resource } from '../index.ts'
import type { PipelineOptions } from './pipeline.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-plan-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (options: Partial<PipelineOptions> = {}) =>
  pipeline({
    name: 'p',
    destination: duckdb({ path: join(folder, 'p.duckdb') }),
    dataset: 'ds',
    dataDir: join(folder, 'data'),
    projectDir: folder,
    env: {},
    ...options,
  })

/** Every file below the folder with a digest of what it holds. */
async function files(): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const entries = names.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name)
    return [
      path,
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    ] as const
  })
  return Object.fromEntries((await Promise.all(entries)).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const items = (...pages: readonly (readonly object[])[]) =>
  resource({ name: 'items', writeDisposition: 'merge', primaryKey: 'id' }, async function* () {
    for (const page of pages) yield page
  })

describe('a plan', () => {
  it('of a first run shows tables, columns, keys and statements, and leaves nothing behind', async () => {
    const plan = await open().plan(items([{ id: 1, price: 1.5, tags: ['a'] }], [{ id: 2, more: 1 }]))
    expect(await readdir(folder)).toEqual([])
    expect(plan.resources).toEqual({ items: { pages: 1, bytes: 0, rows: 1 } })
    expect(
      plan.tables.map(({ name, isNew, disposition, strategy, rows }) => [name, isNew, disposition, strategy, rows]),
    ).toEqual([
      ['items', true, 'merge', 'delete-insert', 1],
      ['items__tags', true, 'merge', 'delete-insert', 1],
    ])
    expect(plan.tables[0]?.columns.slice(0, 2)).toEqual([
      { name: 'id', type: 'bigint', nullable: false, change: 'new', key: 'primary' },
      { name: 'price', type: 'double', nullable: true, change: 'new' },
    ])
    expect(plan.statements).toEqual([
      {
        table: 'items',
        sql: 'CREATE TABLE "p"."ds"."items" ("id" BIGINT NOT NULL, "price" DOUBLE, "_dlt_load_id" VARCHAR NOT NULL, "_dlt_id" VARCHAR NOT NULL)',
        destructive: false,
      },
      expect.objectContaining({ table: 'items__tags', destructive: false }),
    ])
  })

  it('reads more pages by limit', async () => {
    const plan = await open().plan(items([{ id: 1 }], [{ id: 2, more: 1 }]), { limit: 2 })
    expect(plan.tables[0]?.columns.map(({ name }) => name)).toEqual(['id', '_dlt_load_id', '_dlt_id', 'more'])
  })

  it('beside loaded data shows only what is new, widened, refused or destroyed, and changes not one byte', async () => {
    const p = open({ widen: true })
    await p.run([{ id: 1, a: 1, b: 'x' }], { tableName: 't' })
    await p.run([{ id: 1 }], { tableName: 'gone', writeDisposition: 'replace' })
    const before = await files()
    const grown = await p.plan([{ id: 2, a: 1.5, b: true, c: 'new', C: 'other' }], { tableName: 't' })
    expect(grown.statements.map(({ sql }) => sql)).toEqual([
      'ALTER TABLE "p"."ds"."t" ALTER COLUMN "a" TYPE DOUBLE',
      'ALTER TABLE "p"."ds"."t" ADD COLUMN "c" VARCHAR',
    ])
    expect(grown.tables[0]?.columns.filter(({ change }) => change !== undefined)).toEqual([
      { name: 'a', type: 'double', nullable: true, change: 'was bigint' },
      { name: 'c', type: 'text', nullable: true, change: 'new' },
    ])
    expect(grown.warnings).toContain('Table t: several keys of one row lead to c; only the last value stays.')
    const kept = await p.plan([{ id: 2, c: 'new' }], { tableName: 't', schemaContract: { columns: 'discard_row' } })
    expect(kept.statements).toEqual([])
    expect(kept.discarded).toMatchObject([{ table: 't', column: 'c', mode: 'discard_row', count: 1 }])
    const emptied = await p.plan([{ id: 2 }], { tableName: 'gone', writeDisposition: 'replace' })
    expect(emptied.statements).toEqual([
      { table: 'gone', sql: 'DELETE FROM "p"."ds"."gone" WHERE 1 = 1', destructive: true },
    ])
    const dropped = await p.plan([{ id: 2 }], { tableName: 't', refresh: 'drop_resources' })
    expect(dropped.statements.map(({ sql, destructive }) => [sql.split(' (')[0], destructive])).toEqual([
      ['DROP TABLE IF EXISTS "p"."ds"."t"', true],
      ['CREATE TABLE "p"."ds"."t"', false],
    ])
    expect(await files()).toEqual(before)
  })

  it('warns of variants, of merges that will fail, of deletions and of steps that cost the fast way', async () => {
    const p = open()
    await p.run([{ id: 1, a: 1 }], { tableName: 't' })
    const plan = await p.plan([
      resource({ name: 't' }, [{ id: 2, a: 'x' }]).map((row) => row),
      resource({ name: 'keyless', writeDisposition: { disposition: 'merge', strategy: 'upsert' } }, [{ id: 1 }]),
      resource(
        { name: 'deleting', writeDisposition: 'merge', primaryKey: 'id', columns: { gone: { hardDelete: true } } },
        [{ id: 1, gone: true }],
      ),
    ])
    expect(plan.warnings).toEqual([
      'Resource t: a map or filter needs rows as JavaScript values, which costs the fast way.',
      'Table t: values that do not fit their column go to the new column a__v_text.',
      'Table keyless is to be merged by upsert, but has no primary key: the load will fail.',
      'Table deleting: rows whose gone is set delete the rows with their key.',
    ])
  })

  it('as text is a table for each table, then statements and warnings', async () => {
    const p = open()
    await p.run([{ id: 1 }], { tableName: 't', writeDisposition: 'replace' })
    const plan = await p.plan([{ id: 2, a: 1 }], { tableName: 't', writeDisposition: 'replace' })
    expect(`${plan}`).toBe(
      [
        `Plan of pipeline p into duckdb, dataset ds (duckdb:///${join(folder, 'p.duckdb')}). Nothing was changed.`,
        '',
        'Read: t 1 page(s), 1 row(s)',
        '',
        'Table t: replace, resource t, 1 row(s) read',
        'column        type    null      key  change',
        '────────────  ──────  ────────  ───  ──────',
        'id            bigint',
        '_dlt_load_id  text    not null',
        '_dlt_id       text    not null',
        'a             bigint                 new',
        '',
        'Statements, those that destroy something marked with !:',
        '  ALTER TABLE "p"."ds"."t" ADD COLUMN "a" BIGINT',
        '! DELETE FROM "p"."ds"."t" WHERE 1 = 1',
      ].join('\n'),
    )
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan.toJSON())
  })

  it.each(['run', 'prepare'] as const)('is what %s comes to where it is a dry run', async (verb) => {
    const p = open()
    const info = await p[verb]([{ id: 1 }], { tableName: 't', dryRun: true })
    expect(info.packages).toEqual([])
    expect(`${info}`).toMatch(/^Plan of pipeline p into duckdb/)
    expect(info.toJSON().plan?.statements).toHaveLength(1)
    expect(await readdir(folder)).toEqual([])
  })

  it('moves no cursor: the run after it loads everything', async () => {
    const p = open()
    const events = resource({ name: 'events', incremental: { cursorPath: 'at' } }, [{ at: 1 }, { at: 2 }])
    await p.plan(events)
    expect(existsSync(join(folder, 'data'))).toBe(false)
    expect((await p.run(events)).rowCounts).toEqual({ events: 2 })
  })
})
