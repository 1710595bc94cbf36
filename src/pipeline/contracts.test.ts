import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { duckdb, pipeline, resource, source } from '../index.ts'
import type { PipelineOptions } from './pipeline.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-contracts-'))
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

const FIRST = [{ id: 1, a: 1, list: [{ x: 1 }] }]
const LATER = [
  { id: 2, a: 2, list: [{ x: 2, y: 'new' }] },
  { id: 3, a: 'three', list: [] },
  { id: 4, a: 4, b: { c: 'new' }, list: [{ x: 4 }] },
]
const shop = (rows: readonly object[], hints: object = {}, own: object = {}) =>
  source({ name: 'shop', ...hints, resources: () => [resource({ name: 'items', ...own }, rows)] })()

describe('a contract of the pipeline', () => {
  it('reaches nested tables, and says of everything set aside what, where and why', async () => {
    const p = open({ schemaContract: { columns: 'discard_value', dataType: 'discard_row' } })
    await p.run(shop(FIRST))
    const info = await p.run(shop(LATER))
    expect(info.rowCounts).toEqual({ items: 2, items__list: 2 })
    expect(info.packages[0]?.report.discarded).toEqual([
      { table: 'items__list', column: 'y', reason: 'contract on columns', mode: 'discard_value', count: 1 },
      { table: 'items', column: 'a__v_text', reason: 'contract on data_type', mode: 'discard_row', count: 1 },
      { table: 'items', column: 'b__c', reason: 'contract on columns', mode: 'discard_value', count: 1 },
    ])
    expect(info.warnings).toEqual([
      'Table items__list, column y: 1 value(s) left out by the contract on columns (discard_value).',
      'Table items, column a__v_text: 1 row(s) left out by the contract on data_type (discard_row).',
      'Table items, column b__c: 1 value(s) left out by the contract on columns (discard_value).',
    ])
    expect((await p.schemas()).get('shop')?.settings.schema_contract).toEqual({
      columns: 'discard_value',
      data_type: 'discard_row',
    })
  })

  it.each([
    ['the source', shop(LATER, { schemaContract: 'evolve' }), {}],
    ['the resource', shop(LATER, {}, { schemaContract: 'evolve' }), {}],
    ['the run', shop(LATER, { schemaContract: 'freeze' }, { schemaContract: 'freeze' }), { schemaContract: 'evolve' }],
  ] as const)('is overruled by that of %s', async (_whose, data, options) => {
    await open().run(shop(FIRST))
    const info = await open({ schemaContract: 'freeze' }).run(data, options)
    expect(info.rowCounts).toEqual({ items: 3, items__list: 2 })
  })

  it('with a word that means nothing is refused before a row is read', async () => {
    const typing: object = { schemaContract: { colums: 'freeze' } }
    await expect(open(typing).run(shop(FIRST))).rejects.toMatchObject({
      code: 'invalid_contract',
      message: 'a schema contract says nothing of colums',
    })
  })
})

describe('quarantine', () => {
  it('keeps the whole root row of everything set aside, with the reason, in the load that set it aside', async () => {
    const p = open({ quarantine: true, schemaContract: { columns: 'discard_row', dataType: 'discard_value' } })
    await p.run(shop(FIRST))
    expect((await p.schemas()).get('shop')?.tables.has('_tolva_quarantine')).toBe(false)
    const info = await p.run(shop(LATER))
    expect(info.rowCounts).toEqual({ items: 2, _tolva_quarantine: 3 })
    const kept = await p
      .dataset()
      .sql('SELECT table_name, column_name, reason, mode, set_aside, row, _dlt_load_id FROM _tolva_quarantine')
      .rows()
    const loadId = info.packages[0]?.loadId
    expect(kept).toEqual([
      {
        table_name: 'items__list',
        column_name: 'y',
        reason: 'contract on columns',
        mode: 'discard_row',
        set_aside: 1,
        row: LATER[0],
        _dlt_load_id: loadId,
      },
      expect.objectContaining({ table_name: 'items', column_name: 'a__v_text', mode: 'discard_value', row: LATER[1] }),
      expect.objectContaining({ table_name: 'items', column_name: 'b__c', mode: 'discard_row', row: LATER[2] }),
    ])
  })

  it('is not there unless it is asked for, and a resource may stay out of it', async () => {
    const p = open({ quarantine: true, schemaContract: { columns: 'discard_row' } })
    await p.run(shop(FIRST))
    const info = await p.run(shop(LATER, {}, { quarantine: false }))
    expect(Object.keys(info.rowCounts)).not.toContain('_tolva_quarantine')
  })
})
