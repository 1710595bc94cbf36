import { describe, expect, test } from 'vitest'
import { cellRange, gridMove } from './grid-move.ts'

const size = { rows: 1000, columns: 10, page: 20 }
const press = (key: string, ctrlKey = false) => gridMove({ row: 5, column: 5 }, { key, ctrlKey, metaKey: false }, size)

describe('keys in a grid', () => {
  test('lead from cell to cell, and as far as possible with control', () => {
    expect([press('ArrowUp'), press('ArrowDown'), press('ArrowLeft'), press('ArrowRight')]).toEqual([
      { row: 4, column: 5 },
      { row: 6, column: 5 },
      { row: 5, column: 4 },
      { row: 5, column: 6 },
    ])
    expect([press('ArrowUp', true), press('ArrowDown', true)]).toEqual([
      { row: 0, column: 5 },
      { row: 999, column: 5 },
    ])
  })

  test('turn pages and go to the ends', () => {
    expect([press('PageUp'), press('PageDown')]).toEqual([
      { row: 0, column: 5 },
      { row: 25, column: 5 },
    ])
    expect([press('Home'), press('End'), press('Home', true), press('End', true)]).toEqual([
      { row: 5, column: 0 },
      { row: 5, column: 9 },
      { row: 0, column: 0 },
      { row: 999, column: 9 },
    ])
  })

  test('reach the header from the first row and no further', () => {
    const up = gridMove({ row: 0, column: 0 }, { key: 'ArrowUp', ctrlKey: false, metaKey: false }, size)
    expect(up).toEqual({ row: -1, column: 0 })
    expect(gridMove({ row: -1, column: 0 }, { key: 'ArrowUp', ctrlKey: false, metaKey: false }, size)?.row).toBe(-1)
  })

  test('stay in the header of a grid without rows', () => {
    const empty = { rows: 0, columns: 2, page: 20 }
    const down = gridMove({ row: -1, column: 0 }, { key: 'ArrowDown', ctrlKey: false, metaKey: false }, empty)
    expect(down).toEqual({ row: -1, column: 0 })
  })

  test('mean nothing otherwise', () => {
    expect(press('a')).toBeUndefined()
  })

  test('span a rectangle whichever way they went', () => {
    expect(cellRange({ row: 3, column: 1 }, { row: 1, column: 4 })).toEqual({ top: 1, bottom: 4, left: 1, right: 5 })
  })
})
