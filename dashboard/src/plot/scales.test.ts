import { describe, expect, test } from 'vitest'
import { niceEnd } from './nice-scale.ts'
import { ratesOf } from './rates.ts'

test('a scale ends at a round number that holds the value', () => {
  expect([0, 1, 3, 17, 24, 999, 1806, 60_000].map(niceEnd)).toEqual([1, 1, 5, 20, 25, 1000, 2000, 100_000])
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
