import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { SchemaError } from '../errors/tolva-error.ts'
import { Decimal, Float, Timestamp, Uuid, Wei } from './kinds.ts'
import { decimal, float, naive, uuid, wei } from './wrappers.ts'

test.each([
  ['float', float(2), new Float(2)],
  ['decimal of a text', decimal('1.50'), new Decimal('1.50')],
  ['decimal of a number', decimal(0.1), new Decimal('0.1')],
  ['decimal of an integer', decimal(2n ** 70n), new Decimal('1180591620717411303424')],
  ['wei', wei(2n ** 255n), new Wei(2n ** 255n)],
  ['wei of a text', wei('-7'), new Wei(-7n)],
  ['uuid', uuid('ABCDEF00-0000-0000-0000-000000000001'), new Uuid('abcdef00-0000-0000-0000-000000000001')],
  ['naive of a text', naive('1970-01-01T00:00:01'), new Timestamp(1_000_000n, null)],
  ['naive of a Date', naive(new Date(1000)), new Timestamp(1_000_000n, null)],
  [
    'naive of a PlainDateTime',
    naive(Temporal.PlainDateTime.from('1970-01-01T00:00:01')),
    new Timestamp(1_000_000n, null),
  ],
])('%s', (_, made, expected) => {
  expect(made).toEqual(expected)
})

test.each([
  ['invalid_decimal', () => decimal('abc')],
  ['invalid_wei', () => wei(2n ** 256n)],
  ['invalid_wei', () => wei(1.5)],
  ['invalid_wei', () => wei('1.5')],
  ['invalid_uuid', () => uuid('1')],
  ['invalid_naive', () => naive('2024-01-02T03:04:05Z')],
  ['invalid_naive', () => naive('soon')],
  ['invalid_naive', () => naive(new Date(Number.NaN))],
])('%s says what to give instead', (code, make) => {
  expect(make).toThrow(SchemaError)
  expect(make).toThrow(expect.objectContaining({ code, hint: expect.stringContaining('something like') }))
})
