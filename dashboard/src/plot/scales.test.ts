import { describe, expect, test } from 'vitest'
import { nearestPoint, PLOT_EDGES, plotLines } from './plot-lines.ts'
import { clockTicks, roundAbove, valueTicks } from './plot-scale.ts'
import { ratesOf } from './rates.ts'

test('a scale ends at a round number that holds the value', () => {
  expect([0, 1, 3, 17, 24, 999, 1806, 60_000].map(roundAbove)).toEqual([1, 1, 5, 20, 25, 1000, 2000, 100_000])
})

test('numbers of a scale are round, from zero to beyond the greatest value', () => {
  expect(valueTicks(1806, 3)).toEqual([0, 1000, 2000])
  expect(valueTicks(1000, 2)).toEqual([0, 500, 1000])
  expect(valueTicks(0.7, 4)).toEqual([0, 0.2, 0.4, 0.6000000000000001, 0.8])
  expect(valueTicks(0, 3)).toEqual([0, 1])
})

test('times of a scale are those of a clock', () => {
  expect(clockTicks(0, 47, 4)).toEqual([0, 15, 30, 45])
  expect(clockTicks(12, 620, 3)).toEqual([300, 600])
  expect(clockTicks(0, 0, 3)).toEqual([0])
})

describe('the lines of a plot', () => {
  const size = { width: 366, height: 130 }
  const { left, right, top, bottom } = PLOT_EDGES

  test('fill what is between the edges, and pass over what is not there', () => {
    const { lines, yTicks } = plotLines({ x: [0, 10, 20], values: [[0, null, 100]] }, size)
    expect(yTicks.map((tick) => tick.value)).toEqual([0, 50, 100])
    expect(lines[0]?.line).toBe(
      `M${left.toFixed(1)},${(size.height - bottom).toFixed(1)}L${(size.width - right).toFixed(1)},${top.toFixed(1)}`,
    )
  })

  test('are empty without points, and a dot for a single point', () => {
    expect(plotLines({ x: [], values: [[]] }, size).lines).toEqual([{ line: '', area: '' }])
    expect(plotLines({ x: [5], values: [[3]] }, size).lines[0]?.line).toMatch(/^M[\d.]+,[\d.]+h0$/)
  })
})

test('the point nearest to the pointer is the one that is told', () => {
  const x = [0, 10, 20, 40]
  expect([-5, 0, 4, 6, 29, 31, 99].map((value) => nearestPoint(x, value))).toEqual([0, 0, 0, 1, 2, 3, 3])
  expect(nearestPoint([], 3)).toBeUndefined()
})

describe('rates of a total', () => {
  test('are per second, over the last two seconds', () => {
    const totals = [0, 500, 1000, 1500, 2000, 2500, 3000].map((t) => ({ t, total: t > 2000 ? 200 : t / 10 }))
    expect(ratesOf(totals)).toEqual([null, 100, 100, 100, 100, 75, 50])
  })

  test('are taken from the point before where points are far apart', () => {
    expect(
      ratesOf([
        { t: 0, total: 0 },
        { t: 60_000, total: 600 },
        { t: 120_000, total: 600 },
      ]),
    ).toEqual([null, 10, 0])
  })
})
