import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { isFloatAt, parseExact } from './exact-json.ts'
import { PlainDate, PlainTime, Timestamp } from './kinds.ts'
import { toValue } from './to-value.ts'
import { decimal } from './wrappers.ts'

test.each([
  ['an Instant', Temporal.Instant.from('2024-01-02T03:04:05.123456789Z'), new Timestamp(1_704_164_645_123_456n, 0)],
  [
    'a ZonedDateTime',
    Temporal.ZonedDateTime.from('2024-01-02T03:04:05+02:00[+02:00]'),
    new Timestamp(1_704_157_445_000_000n, 120),
  ],
  ['a PlainDateTime', Temporal.PlainDateTime.from('2024-01-02T03:04:05'), new Timestamp(1_704_164_645_000_000n, null)],
  ['a PlainDate', Temporal.PlainDate.from('2024-01-02'), new PlainDate(19_724)],
  ['a PlainTime', Temporal.PlainTime.from('03:04:05'), new PlainTime(11_045_000_000n)],
  ['a Date', new Date(1_704_164_645_123), new Timestamp(1_704_164_645_123_000n, 0)],
  ['an instant before 1970', Temporal.Instant.from('1969-12-31T23:59:59.9999999Z'), new Timestamp(-1n, 0)],
])('%s is understood', (_, value, expected) => {
  expect(toValue(value)).toEqual(expected)
})

test('plain values, wrappers and undefined stay what they are', () => {
  const kept = [1, 1n, 'a', true, null, undefined, decimal('1.50'), Uint8Array.of(1)]
  expect(kept.map(toValue)).toEqual(kept)
})

test('a row that needs no change is not copied', () => {
  const row = { a: [1, { b: Number.NaN }] }
  expect(toValue(row)).toBe(row)
})

test('dates deep in a row are turned, in a copy', () => {
  const date = new Date(0)
  const row = { a: [{ at: date }], b: 1 }
  expect(toValue(row)).toEqual({ a: [{ at: new Timestamp(0n, 0) }], b: 1 })
  expect(row.a[0]?.at).toBe(date)
})

test('a copy remembers what was a float', () => {
  const row = parseExact(new TextEncoder().encode('{"a":2.0,"l":[2.0]}'))
  if (typeof row !== 'object' || row === null || !('l' in row) || !Array.isArray(row.l)) throw new Error('no row')
  const list = toValue(Object.assign([...row.l, new Date(0)], row.l))
  const copy = toValue({ ...row, at: new Date(0) })
  expect(isFloatAt(Object(copy), 'a')).toBe(true)
  expect(Array.isArray(list)).toBe(true)
})

test('undefined in a list becomes null', () => {
  expect(toValue([undefined, 1])).toEqual([null, 1])
})

class Money {
  readonly amount = 1
}

test.each([
  ['function', () => 1],
  ['symbol', Symbol('x')],
  ['Money', new Money()],
  ['Map', new Map()],
  ['invalid Date', new Date(Number.NaN)],
  ['Temporal.Duration', Temporal.Duration.from('P1D')],
])('%s is refused by name', (name, value) => {
  expect(() => toValue({ deep: [value] })).toThrow(`A value of type ${name}`)
})
