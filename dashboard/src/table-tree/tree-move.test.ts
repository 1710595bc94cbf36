import { expect, test } from 'vitest'
import { tableTreeRows } from './table-tree-rows.ts'
import { treeMove } from './tree-move.ts'

const tables = [
  { name: 'a', system: false },
  { name: 'a__b', parent: 'a', system: false },
  { name: 'c', system: false },
]
const open = tableTreeRows(tables, { search: '', withSystem: false, closed: new Set() })
const closed = tableTreeRows(tables, { search: '', withSystem: false, closed: new Set(['a']) })

test('arrows go through the lines of a tree, and stay within them', () => {
  expect([treeMove(open, 0, 'ArrowDown'), treeMove(open, 2, 'ArrowDown'), treeMove(open, 0, 'ArrowUp')]).toEqual([
    { to: 1 },
    { to: 2 },
    { to: 0 },
  ])
})

test('right unfolds and then goes in, left goes out and then folds', () => {
  expect(treeMove(closed, 0, 'ArrowRight')).toEqual({ to: 0, toggle: true })
  expect(treeMove(open, 0, 'ArrowRight')).toEqual({ to: 1 })
  expect(treeMove(open, 1, 'ArrowLeft')).toEqual({ to: 0 })
  expect(treeMove(open, 0, 'ArrowLeft')).toEqual({ to: 0, toggle: false })
  expect(treeMove(open, 2, 'ArrowRight')).toEqual({ to: 2 })
})

test('other keys do nothing', () => {
  expect(treeMove(open, 0, 'x')).toBeUndefined()
})
