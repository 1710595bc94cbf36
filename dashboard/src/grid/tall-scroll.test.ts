import { describe, expect, test } from 'vitest'
import { TALLEST, type TallList, tallAt, tallHeights, tallRows, tallScrolled, tallShowing } from './tall-scroll.ts'

const short: TallList = { rows: 1000, rowHeight: 28, view: 560 }
const tall: TallList = { rows: 10_000_000, rowHeight: 28, view: 560 }

describe('a tall list', () => {
  test('is as tall as its rows while browsers can make it so', () => {
    expect(tallHeights(short)).toEqual({ whole: 28_000, element: 28_000 })
    expect(tallHeights(tall)).toEqual({ whole: 280_000_000, element: TALLEST })
  })

  test('scrolls pixel by pixel where it fits', () => {
    expect(tallScrolled(short, { top: 0, scrollTop: 0 }, 5000)).toEqual({ top: 5000, scrollTop: 5000 })
  })

  test('moves by the pixels of a wheel although rows share pixels of the scrollbar', () => {
    const start = tallAt(tall, 140_000_000)
    const next = tallScrolled(tall, start, start.scrollTop + 100)
    expect(next.top - start.top).toBe(100)
  })

  test('jumps to the same share when the scrollbar is dragged', () => {
    const middle = tallScrolled(tall, { top: 0, scrollTop: 0 }, (TALLEST - tall.view) / 2)
    expect(middle.top).toBeCloseTo((280_000_000 - 560) / 2, 0)
  })

  test('reaches the last row and the first, by a jump or by steps', () => {
    const last = tallScrolled(tall, { top: 0, scrollTop: 0 }, TALLEST - tall.view)
    expect(tallRows(tall, last.top).end).toBe(10_000_000)
    expect(tallScrolled(tall, { top: 500, scrollTop: 100 }, 0).top).toBe(0)
    expect(tallAt(tall, Number.MAX_SAFE_INTEGER).scrollTop).toBe(TALLEST - tall.view)
    expect(tallScrolled(tall, tallAt(tall, 280_000_000), TALLEST - tall.view).top).toBe(280_000_000 - 560)
  })

  test('draws the rows of its window and some beyond', () => {
    expect(tallRows(short, 0, 6)).toEqual({ first: 0, end: 26 })
    expect(tallRows(short, 2800, 6)).toEqual({ first: 94, end: 126 })
    expect(tallRows({ ...short, rows: 0 }, 0)).toEqual({ first: 0, end: 0 })
    expect(tallRows({ ...short, rows: 3 }, 2800)).toEqual({ first: 3, end: 3 })
  })

  test('moves only as far as a row needs to be seen', () => {
    expect(tallShowing(short, 0, 3)).toBe(0)
    expect(tallShowing(short, 280, 3)).toBe(84)
    expect(tallShowing(short, 0, 20)).toBe(28)
  })
})
