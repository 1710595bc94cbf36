import { describe, expect, it } from 'vitest'
import { namingConvention } from '../naming/naming-convention.ts'
import { applyContract, type Contract, contractOf, EVOLVE, expandContract } from './contract.ts'
import { createSchema } from './create-schema.ts'
import { markSeenData } from './mark-seen-data.ts'
import { mergeHints } from './merge-hints.ts'
import { newTable } from './new-table.ts'
import type { Column } from './stored.ts'
import { updateTable } from './update-table.ts'

const naming = namingConvention('snake_case')
const known = newTable('t', { columns: [{ name: 'a', data_type: 'bigint' }, { name: 'hinted' }] })
const schema = updateTable(createSchema('s'), known, { naming })

const NEW: Column = { name: 'b', data_type: 'text', nullable: true }
const VARIANT: Column = { name: 'a__v_text', data_type: 'text', variant: true }
const RETYPED: Column = { name: 'a', data_type: 'text' }
const COMPLETED: Column = { name: 'hinted', data_type: 'text' }
const SYSTEM: Column = { name: '_dlt_root_id', data_type: 'text' }

const all = (mode: Contract['tables']): Contract => ({ tables: mode, columns: mode, data_type: mode })

function change(column: Column, contract: Partial<Contract>, table = 't') {
  const partial = newTable(table, { columns: [column] })
  return applyContract(schema, partial, { contract: { ...EVOLVE, ...contract }, naming })
}

describe('a contract', () => {
  it.each([
    [undefined, EVOLVE],
    ['freeze', all('freeze')],
    [{ columns: 'discard_row' }, { ...EVOLVE, columns: 'discard_row' }],
  ] as const)('%j is in full %j', (stored, full) => {
    expect(expandContract(stored)).toEqual(full)
  })

  it.each(['frozen', 7, { tables: 'no' }] as const)('%j is refused', (stored) => {
    expect(() => expandContract(stored)).toThrow(expect.objectContaining({ code: 'invalid_contract' }))
  })

  it.each([
    ['a new column', NEW, { columns: 'freeze' }, 'contract_columns'],
    ['a hinted column that gets a type', COMPLETED, { columns: 'freeze' }, 'contract_columns'],
    ['a variant', VARIANT, { data_type: 'freeze' }, 'contract_data_type'],
    ['another type', RETYPED, { data_type: 'freeze' }, 'contract_data_type'],
  ] as const)('refuses %s where it is frozen', (_what, column, contract, code) => {
    expect(() => change(column, contract)).toThrow(expect.objectContaining({ code }))
  })

  it.each([
    ['a variant', VARIANT, { columns: 'freeze' }],
    ['a new column', NEW, { data_type: 'freeze', tables: 'freeze' }],
    ["a column of dlt's own", SYSTEM, all('freeze')],
  ] as const)('lets %s in where only something else is frozen', (_what, column, contract) => {
    expect(change(column, contract)).toMatchObject({ filters: [] })
  })

  it.each(['discard_row', 'discard_value'] as const)('leaves out a new column by %s', (mode) => {
    const { table, filters } = change(NEW, { columns: mode })
    expect([...(table?.columns.keys() ?? [])]).toEqual([])
    expect(filters).toEqual([{ entity: 'columns', name: 'b', mode, broken: 'columns' }])
  })

  it('refuses or leaves out a new table whole', () => {
    expect(() => change(NEW, { tables: 'freeze' }, 'u')).toThrow(expect.objectContaining({ code: 'contract_tables' }))
    expect(change(NEW, { tables: 'discard_value' }, 'u')).toEqual({
      table: undefined,
      filters: [{ entity: 'tables', name: 'u', mode: 'discard_value', broken: 'tables' }],
    })
  })
})

describe('the contract of a table', () => {
  const frozen = { ...newTable('f'), schema_contract: { columns: 'freeze' } }
  const withFrozen = updateTable({ ...schema, settings: { schema_contract: 'discard_row' } }, frozen, { naming })

  it('is its own, its parent’s, that of the schema, or none for dlt’s tables', () => {
    const nested = newTable('f__l', { parent: 'f' })
    expect(contractOf(withFrozen, 'f', { naming })).toEqual({ ...EVOLVE, columns: 'freeze' })
    expect(contractOf(withFrozen, 'f__l', { naming, added: nested })).toEqual({ ...EVOLVE, columns: 'freeze' })
    expect(contractOf(withFrozen, 't', { naming })).toEqual(all('discard_row'))
    expect(contractOf(withFrozen, '_dlt_version', { naming })).toEqual(EVOLVE)
  })

  it('lets a new table grow in its first run, and no longer', () => {
    const hinted = mergeHints(createSchema('s'), [frozen], { naming }).schema
    const contract = contractOf(hinted, 'f', { naming })
    const grown = applyContract(hinted, newTable('f', { columns: [NEW] }), { contract, naming })
    expect(grown.filters).toEqual([])
    const loaded = markSeenData(updateTable(hinted, grown.table ?? frozen, { naming }), ['f'])
    expect(loaded.tables.get('f')?.['x-normalizer']).toEqual({ 'seen-data': true })
    const more = newTable('f', { columns: [{ name: 'c', data_type: 'text' }] })
    expect(() => applyContract(loaded, more, { contract, naming })).toThrow(
      expect.objectContaining({ code: 'contract_columns', context: { table: 'f', column: 'c' } }),
    )
  })
})
