import { describe, expect, it } from 'vitest'
import type { Column } from '../schema/stored.ts'
import { Decimal, Float } from '../values/kinds.ts'
import { decimalFor, widerColumn } from './wider-column.ts'

const bigint: Column = { name: 'a', data_type: 'bigint', nullable: true }
const money: Column = { name: 'a', data_type: 'decimal', precision: 10, scale: 2 }

describe('the wider column', () => {
  it.each([
    [bigint, 1.5, undefined, { data_type: 'double' }],
    [bigint, new Float(1e300), undefined, { data_type: 'double' }],
    [bigint, new Decimal('1.50'), undefined, { data_type: 'decimal' }],
    [bigint, new Decimal('0.12345678901'), undefined, { data_type: 'decimal', precision: 38, scale: 11 }],
    [money, new Decimal('1.234'), new Decimal('1.234'), { data_type: 'decimal', precision: 11, scale: 3 }],
    [money, new Decimal('123456789'), new Decimal('123456789'), { data_type: 'decimal', precision: 11, scale: 2 }],
    [money, 1.0625, new Decimal('1.0625'), { data_type: 'decimal', precision: 12, scale: 4 }],
  ] as const)('of %j for %j is the one that loses nothing', (column, value, fits, wider) => {
    expect(widerColumn(column, value, fits)).toMatchObject(wider)
  })

  it.each([
    ['a value that fits', money, new Decimal('12345678.90'), new Decimal('12345678.90')],
    ['zeros at the end', money, new Decimal('1.5000'), new Decimal('1.5000')],
    ['an exponent that moves the point into it', money, new Decimal('1.5e3'), new Decimal('1.5E+3')],
    ['a text', bigint, 'x', undefined],
    ['a truth value', bigint, true, undefined],
    ['a number beyond 38 digits', money, new Decimal('1e60'), new Decimal('1E+60')],
    ['a fraction too long beside any integer', bigint, new Decimal('1.12345678901234567891'), undefined],
  ] as const)('does not exist for %s', (_what, column, value, fits) => {
    expect(widerColumn(column, value, fits)).toBeUndefined()
  })

  it('for integers beyond 2^53 and a double is a decimal, if one holds both', () => {
    expect(decimalFor(bigint, '1.5')).toEqual({ name: 'a', data_type: 'decimal', nullable: true })
    expect(decimalFor(bigint, '1e+300')).toBeUndefined()
    expect(decimalFor(bigint, 'nan')).toBeUndefined()
  })
})
