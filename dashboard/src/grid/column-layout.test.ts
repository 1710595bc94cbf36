import { describe, expect, test } from 'vitest'
import {
  hideColumn,
  isNumeric,
  isSystemColumn,
  moveColumn,
  NO_LAYOUT,
  placeColumns,
  resizeColumn,
} from './column-layout.ts'

const columns = ['id', 'name', 'note'].map((name) => ({ name, type: 'text' }))
const names = (layout = NO_LAYOUT) => placeColumns(columns, layout, []).map((column) => column.name)

describe('the columns of a grid', () => {
  test('come as they are until somebody moves them', () => {
    expect(names()).toEqual(['id', 'name', 'note'])
    const shown = placeColumns(columns, NO_LAYOUT, [])
    expect(names(moveColumn(NO_LAYOUT, shown, { from: 2, to: 0 }))).toEqual(['note', 'id', 'name'])
    expect(names(moveColumn(NO_LAYOUT, shown, { from: 9, to: 0 }))).toEqual(['id', 'name', 'note'])
  })

  test('keep the places of their values when they are moved or hidden', () => {
    const layout = hideColumn({ ...NO_LAYOUT, order: ['note'] }, 'id', true)
    expect(placeColumns(columns, layout, []).map(({ name, index }) => [name, index])).toEqual([
      ['note', 2],
      ['name', 1],
    ])
    expect(names(hideColumn(layout, 'id', false))).toEqual(['note', 'id', 'name'])
  })

  test('put new columns behind those that were arranged', () => {
    expect(names({ ...NO_LAYOUT, order: ['note', 'gone', 'id'] })).toEqual(['note', 'id', 'name'])
  })

  test('put those of the system last until somebody moves them', () => {
    const mixed = ['_dlt_id', 'id', 'name'].map((name) => ({ name, type: 'text' }))
    expect(placeColumns(mixed, NO_LAYOUT, []).map((column) => [column.name, column.index])).toEqual([
      ['id', 1],
      ['name', 2],
      ['_dlt_id', 0],
    ])
    expect(placeColumns(mixed, { ...NO_LAYOUT, order: ['_dlt_id'] }, [])[0]?.name).toBe('_dlt_id')
  })

  test('are as wide as their first values, within limits, or as somebody made them', () => {
    const width = (value: unknown) => placeColumns([{ name: 'a', type: 'text' }], NO_LAYOUT, [[value]])[0]?.width
    expect(width('x')).toBe(72)
    expect(width('x'.repeat(20))).toBe(174)
    expect(width('x'.repeat(2000))).toBe(320)
    const layout = resizeColumn(NO_LAYOUT, 'id', 3)
    expect(placeColumns(columns, layout, [])[0]?.width).toBe(56)
  })

  test('tell numbers and those of the system', () => {
    expect([
      isNumeric({ name: 'a', type: 'DECIMAL(10,2)' }),
      isNumeric({ name: 'a', type: 'x', dataType: 'text' }),
    ]).toEqual([true, false])
    expect([isSystemColumn('_dlt_id'), isSystemColumn('_id')]).toEqual([true, false])
  })
})
