import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dateOf, daysOf, FIRST_DAY, isDate, isLeap, LAST_DAY } from './calendar.ts'

test('days and dates turn into each other as the JavaScript calendar has them', () => {
  fc.assert(
    fc.property(fc.integer({ min: FIRST_DAY, max: LAST_DAY }), (days) => {
      const { year, month, day } = dateOf(days)
      expect(daysOf(year, month, day)).toBe(days)
      expect(isDate(year, month, day)).toBe(true)
      expect(new Date(days * 86_400_000).toISOString().slice(0, 10)).toBe(
        `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`,
      )
    }),
  )
})

test.each([
  [1900, false],
  [2000, true],
  [2023, false],
  [2024, true],
])('the year %i is a leap year: %s', (year, leap) => {
  expect(isLeap(year)).toBe(leap)
  expect(isDate(year, 2, 29)).toBe(leap)
})

test.each([
  [0, 1, 1],
  [10_000, 1, 1],
  [2024, 0, 1],
  [2024, 13, 1],
  [2024, 1, 0],
  [2024, 4, 31],
])('%i-%i-%i is no date', (year, month, day) => {
  expect(isDate(year, month, day)).toBe(false)
})
