import { describe, expect, test } from 'vitest'
import type { SchemaShape } from '../../../../src/dashboard/api/schema.ts'
import { relatedRows } from './related-rows.ts'

type Reference = SchemaShape['references'][number]

const link = (from: string, to: string, label: string): Reference => {
  const [table = '', column = ''] = from.split('.')
  const [target = '', toColumn = ''] = to.split('.')
  return { table, columns: [column], to: target, toColumns: [toColumn], cardinality: 'many_to_one', label }
}
const references = [
  link('users__tags._dlt_parent_id', 'users._dlt_id', '_dlt_parent'),
  link('users__tags._dlt_root_id', 'users._dlt_id', '_dlt_root'),
  link('users._dlt_load_id', '_dlt_loads.load_id', '_dlt_load'),
  link('orders.user_id', 'users.id', 'ordered by'),
  link('_dlt_version.schema_name', '_dlt_loads.schema_name', '_dlt_schema_name'),
]
const texts = (name: string, row: Record<string, unknown>) =>
  relatedRows(references, name, row).map(
    ({ relation, view }) => `${relation}: ${view.table} ${view.where.map((one) => `${one.column}=${one.value}`)}`,
  )

describe('rows that belong to a row', () => {
  test('are those nested in it, its load, and those that refer to it', () => {
    expect(texts('users', { id: 7, _dlt_id: 'a', _dlt_load_id: '1.5' })).toEqual([
      'Nested rows: users__tags _dlt_parent_id=a',
      'Load: _dlt_loads load_id=1.5',
      'ordered by: orders user_id=7',
    ])
  })

  test('are the one it is nested in, told once where that is the root, and the one it refers to', () => {
    expect(texts('users__tags', { _dlt_parent_id: 'a', _dlt_root_id: 'a' })).toEqual([
      'Row it is nested in: users _dlt_id=a',
    ])
    expect(texts('users__tags', { _dlt_parent_id: 'b', _dlt_root_id: 'a' })).toContain('Root row: users _dlt_id=a')
    expect(texts('orders', { user_id: 7 })).toEqual(['ordered by: users id=7'])
  })

  test('are not looked for by null, nor by links between tables of the system', () => {
    expect(texts('orders', { user_id: null })).toEqual([])
    expect(texts('_dlt_version', { schema_name: 's' })).toEqual([])
  })
})
