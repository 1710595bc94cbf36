import { expect, test } from 'vitest'
import type { LoadList } from '../../../../src/dashboard/api/loads.ts'
import { stackOf } from './stack-of.ts'

type Load = LoadList['loads'][number]

function load(loadId: string, rowCounts?: Readonly<Record<string, number>>): Load {
  return { loadId, state: 'loaded', here: rowCounts !== undefined, ...(rowCounts && { rowCounts }) }
}

test('the fullest tables are told apart, all others are one', () => {
  const counts = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`t${index}`, 100 - index]))
  const { layers, bars, top } = stackOf([load('1', counts)], 10)
  expect(layers.map((layer) => layer.table)).toEqual(['t0', 't1', 't2', 't3', 't4', 't5', 't6', 'other tables'])
  expect(bars[0]?.parts).toEqual([100, 99, 98, 97, 96, 95, 94, 93 + 92 + 91 + 90 + 89])
  expect(top).toBe(bars[0]?.total)
})

test('eight tables need no "other tables"', () => {
  const counts = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`t${index}`, 1]))
  expect(stackOf([load('1', counts)], 10).layers.map((layer) => layer.table)).not.toContain('other tables')
})

test('the newest loads are drawn, the newest at the end; rows that are not known are no zero', () => {
  const { bars } = stackOf([load('3', { a: 1 }), load('2'), load('1', { a: 2 })], 2)
  expect(bars.map((bar) => [bar.load.loadId, bar.parts])).toEqual([
    ['2', undefined],
    ['3', [1]],
  ])
})
