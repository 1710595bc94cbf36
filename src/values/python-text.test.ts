import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decimalText, integerOf, isZero, roundedOf } from './decimal-text.ts'
import { asciiDigits, pythonFloat, pythonHex, pythonInt, pythonRepr, pythonStrip } from './python-text.ts'

test.each([
  [1, '1.0'],
  [-0, '-0.0'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [1e15, '1000000000000000.0'],
  [1e16, '1e+16'],
  [1.5e300, '1.5e+300'],
  [1e-7, '1e-07'],
  [Number.NaN, 'nan'],
  [Number.NEGATIVE_INFINITY, '-inf'],
])('the repr of %s is %s', (value, text) => {
  expect(pythonRepr(value)).toBe(text)
})

test('a float reads back from its repr', () => {
  fc.assert(fc.property(fc.double(), (value) => Object.is(pythonFloat(pythonRepr(value)), value)))
})

test('white space is what Python calls so', () => {
  expect(pythonStrip('\u0085\u001c\u00a0 a b\u3000\n')).toBe('a b')
  expect(pythonStrip('\ufeffa')).toBe('\ufeffa')
})

test('digits of every script are digits', () => {
  expect(asciiDigits('٣४𝟗𝟙x')).toBe('3491x')
})

test.each([
  ['1_000', 1000n],
  [' +5 ', 5n],
  ['-٣', -3n],
  ['1__0', undefined],
  ['_1', undefined],
  ['1.0', undefined],
  ['', undefined],
  ['9'.repeat(4301), undefined],
])('int(%j)', (text, value) => {
  expect(pythonInt(text)).toBe(value)
})

test.each([
  ['1F', 31n],
  ['0x1f', 31n],
  ['-f_f', -255n],
  ['g', undefined],
  ['', undefined],
])('int(%j, 16)', (text, value) => {
  expect(pythonHex(text)).toBe(value)
})

test.each([
  ['1e3', '1E+3'],
  ['0.0000001', '1E-7'],
  ['0.000001', '0.000001'],
  ['-000.10', '-0.10'],
  ['100e-2', '1.00'],
  ['0E-8', '0E-8'],
  ['.5', '0.5'],
  ['5.', '5'],
  ['1_0', '10'],
  ['inf', 'Infinity'],
  ['-NaN007', '-NaN7'],
  ['e1', undefined],
  ['', undefined],
])('str(Decimal(%j))', (text, expected) => {
  expect(decimalText(text)).toBe(expected)
})

test.each([
  ['1E+3', 1000n, 1000n],
  ['1.50', undefined, 2n],
  ['-1.5', undefined, -2n],
  ['0.4', undefined, 0n],
  ['2.00', 2n, 2n],
  ['NaN', undefined, undefined],
  ['1E+999999999', undefined, undefined],
])('%s as an integer, exact and rounded', (text, exact, rounded) => {
  expect(integerOf(text)).toBe(exact)
  expect(roundedOf(text)).toBe(rounded)
})

test.each([
  ['0', true],
  ['-0.00', true],
  ['0E+5', true],
  ['0.01', false],
  ['NaN', false],
])('%s is zero: %s', (text, zero) => {
  expect(isZero(text)).toBe(zero)
})
