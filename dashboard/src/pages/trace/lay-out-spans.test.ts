import { expect, test } from 'vitest'
import { layOutSpans } from './lay-out-spans.ts'

test('spans stand in order of their beginning, as shares of the whole, parts of others further in', () => {
  const span = (name: string, start: number, ms: number) => ({ name, start, ms, facts: {} })
  const { rows, length } = layOutSpans([span('load', 60, 40), span('extract', 0, 50), span('extract users', 0, 20)])
  expect(length).toBe(100)
  expect(rows.map((row) => [row.span.name, row.depth, row.left, row.width])).toEqual([
    ['extract', 0, 0, 0.5],
    ['extract users', 1, 0, 0.2],
    ['load', 0, 0.6, 0.4],
  ])
})
