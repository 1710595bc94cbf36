import { describe, expect, test } from 'vitest'
import { describeFilter, operatorsFor } from './column-filter.ts'
import { type TableView, toggleSort, viewFromQuery, viewToQuery } from './table-view.ts'

const back = (view: TableView) => viewFromQuery(new URLSearchParams(viewToQuery(view).toString()))

describe('the view of a table in the URL', () => {
  test('is readable', () => {
    const view: TableView = {
      table: 'users',
      where: [{ column: 'age', operator: 'gte', value: '30' }],
      order: [
        { column: 'age', direction: 'desc' },
        { column: 'name', direction: 'asc' },
      ],
      loadId: '1700000000.5',
    }
    expect(decodeURIComponent(viewToQuery(view).toString())).toBe(
      'table=users&where=age.gte.30&order=-age,name&load=1700000000.5',
    )
    expect(back(view)).toEqual(view)
  })

  test('keeps names and values with dots, commas, dashes and letters of any script', () => {
    const view: TableView = {
      table: 'Zähler.a',
      where: [
        { column: 'a.b', operator: 'contains', value: 'x.y, "z" & 100%' },
        { column: '-größe', operator: 'in', value: ['a,b', '', 'c.d'] },
        { column: 'none', operator: 'is_null' },
        { column: 'empty', operator: 'eq', value: '' },
      ],
      order: [
        { column: '-a,b', direction: 'asc' },
        { column: '-a,b', direction: 'desc' },
      ],
    }
    expect(back(view)).toEqual(view)
  })

  test('takes what is written by hand and leaves out what says nothing', () => {
    const query = new URLSearchParams('table=t&where=kind.in.a,b&where=nonsense&where=a.like.b&order=-,id,%25')
    expect(viewFromQuery(query)).toEqual({
      table: 't',
      where: [{ column: 'kind', operator: 'in', value: ['a', 'b'] }],
      order: [
        { column: 'id', direction: 'asc' },
        { column: '%', direction: 'asc' },
      ],
    })
    expect(viewFromQuery(new URLSearchParams('sql=select 1'))).toBeUndefined()
  })
})

describe('a click on a header', () => {
  test('sorts up, then down, then not', () => {
    const up = toggleSort([], 'a', false)
    const down = toggleSort(up, 'a', false)
    expect([up, down, toggleSort(down, 'a', false)]).toEqual([
      [{ column: 'a', direction: 'asc' }],
      [{ column: 'a', direction: 'desc' }],
      [],
    ])
  })

  test('replaces the order, or joins it with shift in its place', () => {
    const order = toggleSort(toggleSort([], 'a', false), 'b', true)
    expect(order.map((one) => one.column)).toEqual(['a', 'b'])
    expect(toggleSort(order, 'a', true)[0]).toEqual({ column: 'a', direction: 'desc' })
    expect(toggleSort(order, 'c', false)).toEqual([{ column: 'c', direction: 'asc' }])
  })
})

describe('a filter', () => {
  test('offers what its type can be compared by', () => {
    expect(operatorsFor('bool')).not.toContain('gt')
    expect(operatorsFor('bigint')).not.toContain('contains')
    expect(operatorsFor('text')[0]).toBe('contains')
  })

  test('is said in words', () => {
    expect(describeFilter({ column: 'age', operator: 'gte', value: '30' })).toBe('age ≥ 30')
    expect(describeFilter({ column: 'a', operator: 'in', value: ['x', 'y'] })).toBe('a is one of x, y')
    expect(describeFilter({ column: 'a', operator: 'eq', value: '' })).toBe('a is (empty text)')
    expect(describeFilter({ column: 'a', operator: 'is_null' })).toBe('a is null')
  })
})
