import { describe, expect, test } from 'vitest'
import { columnEdges, columnShowing, columnWindow } from './column-window.ts'

const edges = columnEdges(Array.from({ length: 300 }, () => 100))

describe('the columns that are drawn', () => {
  test('are those in sight and one beyond on each side', () => {
    expect(columnWindow(edges, 0, 500)).toMatchObject({ first: 0, end: 7 })
    expect(columnWindow(edges, 15_050, 500)).toMatchObject({ first: 149, end: 157 })
  })

  test('end with the last column', () => {
    expect(columnWindow(edges, 29_500, 500)).toMatchObject({ first: 294, end: 300 })
    expect(columnWindow([0], 0, 500)).toMatchObject({ first: 0, end: 0 })
  })

  test('move as far as a column needs to be seen whole', () => {
    expect(columnShowing(edges, { left: 0, view: 500 }, 2)).toBe(0)
    expect(columnShowing(edges, { left: 0, view: 500 }, 5)).toBe(100)
    expect(columnShowing(edges, { left: 900, view: 500 }, 5)).toBe(500)
    expect(columnShowing(columnEdges([50, 900, 50]), { left: 0, view: 500 }, 1)).toBe(50)
  })
})
