import { expect, test } from 'vitest'
import { displayWidth, printTable } from './print-table.ts'

test('numbers stand right, texts left, nulls are blank', () => {
  const rows = [
    [1, 'Ada', 1.5],
    [20, null, null],
  ]
  expect(printTable(['id', 'name', 'score'], rows)).toBe(
    ['id  name  score', '──  ────  ─────', ' 1  Ada     1.5', '20'].join('\n'),
  )
})

test('long cells and wide tables are cut with an ellipsis', () => {
  const table = printTable(['a', 'b'], [['x'.repeat(200), 'short']], { width: 30 })
  expect(table).toContain('…')
  for (const line of table.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(30)
})

test('wide characters take two columns', () => {
  expect(displayWidth('日本')).toBe(4)
  expect(displayWidth('e\u0301')).toBe(1)
  const lines = printTable(
    ['name', 'x'],
    [
      ['日本', 'a'],
      ['abcd', 'b'],
    ],
  ).split('\n')
  expect(lines.slice(2)).toEqual(['日本  a', 'abcd  b'])
})

test('a row can neither break the line nor colour the terminal', () => {
  const table = printTable(['a'], [['x\u001B[31mred\nnext\u0007\t|']])
  expect(table.split('\n')[2]).toBe('xred⏎next· |')
})

test('colour is only there when asked for', () => {
  expect(printTable(['a'], [[1]])).not.toContain('\u001B')
  expect(printTable(['a'], [[1]], { color: true })).toContain('\u001B[1m')
})
