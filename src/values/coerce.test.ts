import fc from 'fast-check'
import { expect, test } from 'vitest'
import { coerce, NO_FIT } from './coerce.ts'
import { type DataType, Decimal, Float, PlainDate, Timestamp, Uuid, type Value, Wei } from './kinds.ts'

const cases: readonly [DataType, Value, DataType, Value | typeof NO_FIT][] = [
  ['text', '1_000', 'bigint', 1000],
  ['text', '١٢', 'bigint', 12],
  ['text', '0x-1', 'bigint', -1],
  ['text', '9007199254740993', 'bigint', 9007199254740993n],
  ['text', '1__0', 'bigint', NO_FIT],
  ['text', '\u001c8\u001f', 'bigint', 8],
  ['text', '.5', 'double', 0.5],
  ['text', '-Infinity', 'double', Number.NEGATIVE_INFINITY],
  ['text', '1._5', 'double', NO_FIT],
  ['text', '100e-2', 'decimal', new Decimal('1.00')],
  ['text', '0x10', 'decimal', new Decimal('16')],
  ['text', '1.5', 'wei', new Wei(2n, '1.5')],
  ['text', '-2.5', 'wei', new Wei(-3n, '-2.5')],
  ['text', 'NaN', 'wei', NO_FIT],
  ['text', '0x 00 1f', 'binary', Uint8Array.of(0, 31)],
  ['text', 'abc', 'binary', NO_FIT],
  ['text', '2.0', 'json', new Float(2)],
  ['text', '"\\ud800"', 'json', NO_FIT],
  ['text', '12345678', 'timestamp', new Timestamp(12_345_678_000_000n, 0)],
  ['text', '2024-01-02', 'timestamp', new Timestamp(1_704_153_600_000_000n, 0)],
  ['text', '9999-12-31T23:59:59-05:00', 'timestamp', NO_FIT],
  ['text', '2024-01-01T23:00:00-05:00', 'date', new PlainDate(19_724)],
  ['bigint', 253_402_300_800, 'timestamp', NO_FIT],
  ['bigint', 2n ** 64n, 'double', 2 ** 64],
  ['bigint', 10n ** 400n, 'double', NO_FIT],
  ['double', 0.000_000_5, 'timestamp', new Timestamp(0n, 0)],
  ['double', 0.000_001_5, 'timestamp', new Timestamp(2n, 0)],
  ['double', -0.5, 'timestamp', new Timestamp(-500_000n, 0)],
  ['double', Number.NaN, 'bool', true],
  ['double', 1e21, 'bigint', 10n ** 21n],
  ['double', 1e-5, 'text', '1e-05'],
  ['double', new Float(2), 'text', '2.0'],
  ['decimal', new Decimal('1E+27'), 'bigint', 10n ** 27n],
  ['decimal', new Decimal('1E+28'), 'bigint', NO_FIT],
  ['decimal', new Decimal('0E-20'), 'bool', false],
  ['decimal', new Decimal('NaN'), 'double', Number.NaN],
  ['bool', true, 'bigint', NO_FIT],
  ['bool', true, 'text', 'True'],
  ['json', { a: new Decimal('1.50'), b: [2, 'é'] }, 'text', '{"a":"1.50","b":[2,"é"]}'],
  ['text', new Uuid('00000000-0000-0000-0000-000000000001'), 'text', '00000000-0000-0000-0000-000000000001'],
  ['double', new Float(2), 'double', 2],
  ['bigint', 5n, 'bigint', 5],
]

test.each(cases)('%s %s into a %s column', (from, value, to, expected) => {
  expect(coerce(value, from, to)).toEqual(expected)
})

test('a timestamp column holds UTC, one without timezone the wall clock in UTC', () => {
  const paris = new Timestamp(0n, 60)
  const wall = new Timestamp(0n, null)
  expect(coerce(paris, 'timestamp', 'timestamp')).toEqual(new Timestamp(0n, 0))
  expect(coerce(paris, 'timestamp', 'timestamp', { timezone: false })).toEqual(wall)
  expect(coerce(wall, 'timestamp', 'timestamp')).toEqual(new Timestamp(0n, 0))
  expect(coerce('1970-01-01T01:00:00+01:00', 'text', 'timestamp', { timezone: false })).toEqual(wall)
})

test('what is written as text reads back', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.double(), (integer, double) => {
      const text = coerce(double, 'double', 'text')
      expect(coerce(String(integer), 'text', 'bigint')).toBe(coerce(integer, 'bigint', 'bigint'))
      expect(text === NO_FIT ? text : coerce(text, 'text', 'double')).toBe(double)
    }),
  )
})

test('bytes read back from their base64', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = coerce(bytes, 'binary', 'text')
      expect(text === NO_FIT ? text : coerce(text, 'text', 'binary')).toEqual(bytes)
    }),
  )
})
