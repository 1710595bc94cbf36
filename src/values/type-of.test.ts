import { expect, test } from 'vitest'
import { detect } from './detect.ts'
import { type DataType, Decimal, Float, PlainDate, PlainTime, Timestamp, Uuid, type Value, Wei } from './kinds.ts'
import { typeOf } from './type-of.ts'

const values: readonly [NonNullable<Value>, DataType][] = [
  ['', 'text'],
  [1, 'bigint'],
  [-0, 'bigint'],
  [1.5, 'double'],
  [Number.NaN, 'double'],
  [Number.NEGATIVE_INFINITY, 'double'],
  [2 ** 62, 'bigint'],
  [2 ** 63, 'double'],
  [2n ** 200n, 'bigint'],
  [true, 'bool'],
  [new Float(2), 'double'],
  [new Decimal('1'), 'decimal'],
  [new Wei(1n), 'wei'],
  [new Uuid('x'), 'text'],
  [new Timestamp(0n, null), 'timestamp'],
  [new PlainDate(0), 'date'],
  [new PlainTime(0n), 'time'],
  [Uint8Array.of(1), 'binary'],
  [[], 'json'],
  [{}, 'json'],
]

test.each(values)('the type of %s is %s', (value, type) => {
  expect(typeOf(value)).toBe(type)
})

test('an integral number that was written as a float is a double', () => {
  expect(typeOf(2, true)).toBe('double')
})

const detections: readonly [readonly string[], NonNullable<Value>, DataType | undefined][] = [
  [['iso_timestamp'], '2024-01-02T03:04:05Z', 'timestamp'],
  [['iso_timestamp'], '2024-01-02', undefined],
  [['iso_timestamp', 'iso_date'], '2024-01-02', 'date'],
  [['iso_timestamp'], 5, undefined],
  [['timestamp'], 1_700_000_000, 'timestamp'],
  [['timestamp'], new Float(1_700_000_000), 'timestamp'],
  [['timestamp'], 1_700_000_000 - 157_680_001, undefined],
  [['timestamp'], 1_700_000_000 + 157_680_000, 'timestamp'],
  [['timestamp'], '1700000000', undefined],
  [['large_integer'], 2n ** 63n, 'wei'],
  [['large_integer'], 2n ** 63n - 1n, undefined],
  [['wei_to_double'], new Wei(1n), 'double'],
  [['hexbytes_to_text', 'unheard_of'], 'x', undefined],
  [[], '2024-01-02T03:04:05Z', undefined],
]

test.each(detections)('%j over %s detects %s', (names, value, type) => {
  expect(detect(value, typeOf(value), names, 1_700_000_000)).toBe(type)
})
