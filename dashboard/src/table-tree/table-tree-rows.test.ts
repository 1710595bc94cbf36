import { describe, expect, test } from 'vitest'
import { shortTableName, type TreeChoice, tableTreeRows } from './table-tree-rows.ts'

const table = (name: string, parent?: string) => ({ name, system: name.startsWith('_dlt'), ...(parent && { parent }) })
const tables = [
  table('users__tags', 'users'),
  table('_dlt_loads'),
  table('users'),
  table('users__tags__deep', 'users__tags'),
  table('orders'),
]
const all: TreeChoice = { search: '', withSystem: true, closed: new Set() }
const lines = (choice: Partial<TreeChoice>) =>
  tableTreeRows(tables, { ...all, ...choice }).map((row) => `${row.level} ${row.table.name}`)

describe('the tree of tables', () => {
  test('has each table before those nested in it, and the system last', () => {
    expect(lines({})).toEqual(['1 orders', '1 users', '2 users__tags', '3 users__tags__deep', '1 _dlt_loads'])
    expect(lines({ withSystem: false })).not.toContain('1 _dlt_loads')
  })

  test('folds what is nested away', () => {
    expect(lines({ closed: new Set(['users__tags']), withSystem: false })).toEqual([
      '1 orders',
      '1 users',
      '2 users__tags',
    ])
  })

  test('keeps of a search what leads to what was found, folded or not', () => {
    expect(lines({ search: 'deep', closed: new Set(['users']) })).toEqual([
      '1 users',
      '2 users__tags',
      '3 users__tags__deep',
    ])
    expect(lines({ search: 'nothing' })).toEqual([])
  })

  test('says where a line stands among those beside it', () => {
    const [orders, users] = tableTreeRows(tables, all)
    expect([orders?.place, users?.place, users?.beside, users?.isOpen, orders?.isOpen]).toEqual([
      1,
      2,
      3,
      true,
      undefined,
    ])
  })

  test('shows a table whose parent is unknown at the top', () => {
    expect(tableTreeRows([table('a__b', 'a')], all).map((row) => row.level)).toEqual([1])
  })

  test('shortens the name of a nested table', () => {
    expect(shortTableName(table('users__tags', 'users'))).toBe('tags')
    expect(shortTableName(table('Users▶Tags', 'Users'))).toBe('Tags')
    expect(shortTableName(table('users2', 'users'))).toBe('users2')
    expect(shortTableName(table('users'))).toBe('users')
  })
})
