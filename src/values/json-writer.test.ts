import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'
import { compactJson } from './compact-json.ts'
import { parseExact } from './exact-json.ts'
import { byCodePoints } from './json-writer.ts'
import { Decimal, Float, PlainDate, PlainTime, Timestamp, Uuid, type Value, Wei } from './kinds.ts'
import { parseTypedJson, typedJson } from './typed-json.ts'

const parse = (text: string): unknown => parseExact(new TextEncoder().encode(text))

test('keys are sorted by their UTF-8 bytes, at every level', () => {
  expect(canonicalJson({ '😀': 1, '\uffee': 2, b: { z: 1, Z: 2 }, a: [{ y: 1, x: 2 }] })).toBe(
    '{"a":[{"x":2,"y":1}],"b":{"Z":2,"z":1},"\uffee":2,"😀":1}',
  )
})

test('texts are ordered as their UTF-8 bytes are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(byCodePoints(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
    }),
  )
})

test('compact JSON keeps the order and the spelling of what was parsed', () => {
  const text = '{"b":2.0,"10":[1.0,2],"a":{"é":-0.0,"__proto__":9007199254740993},"2":"\\u0007\u007f/\u2028"}'
  expect(compactJson(parse(text))).toBe(text)
})

test.each([
  [1e16, '1e+16'],
  [1e-6, '1e-6'],
  [1e-5, '0.00001'],
  [2, '2.0'],
  [-0, '-0.0'],
  [Number.NaN, 'null'],
  [Number.POSITIVE_INFINITY, 'null'],
])('the float %s is spelled %s', (value, text) => {
  expect(canonicalJson(new Float(value))).toBe(text)
})

test('fields that are undefined are left out, those in a Map stand in its order', () => {
  expect(
    compactJson({
      a: undefined,
      b: new Map<string, unknown>([
        ['2', 1],
        ['1', undefined],
        ['0', [undefined]],
      ]),
    }),
  ).toBe('{"b":{"2":1,"0":[null]}}')
})

test('a Date is a timestamp, and what has no meaning is an error', () => {
  expect(compactJson({ at: new Date(0) })).toBe('{"at":"1970-01-01T00:00:00+00:00"}')
  expect(() => compactJson({ at: () => 1 })).toThrow('function')
})

test('half of a surrogate pair is an error in texts and keys', () => {
  expect(() => compactJson(['\ud800'])).toThrow('surrogate')
  expect(() => canonicalJson({ '\ud800': 1 })).toThrow('surrogate')
})

describe('typed values', () => {
  const typed: readonly [string, Value, string, string][] = [
    ['decimal', new Decimal('1.50'), '\uf026', '1.50'],
    ['timestamp', new Timestamp(0n, 0), '\uf027', '1970-01-01T00:00:00+00:00'],
    ['date', new PlainDate(0), '\uf028', '1970-01-01'],
    ['bytes', Uint8Array.of(0, 1, 2), '\uf02b', 'AAEC'],
    ['wei', new Wei(5n), '\uf02c', '5'],
    ['time', new PlainTime(1n), '\uf02d', '00:00:00.000001'],
  ]

  test.each(typed)('a %s stands behind its marker, and reads back', (_, value, marker, text) => {
    expect(typedJson([value])).toBe(`["${marker}${text}"]`)
    expect(parseTypedJson(`["${marker}${text}"]`)).toEqual([value])
    expect(compactJson([value])).toBe(`["${text}"]`)
  })

  test('an id has no marker, but one with a marker is read', () => {
    const id = new Uuid('00000000-0000-0000-0000-000000000001')
    expect(typedJson(id)).toBe(`"${id.text}"`)
    expect(parseTypedJson(`"\uf029${id.text}"`)).toEqual(id)
  })

  test('bytes that dlt wrote in hexadecimal are read', () => {
    expect(parseTypedJson('"\uf02a0x0fff"')).toEqual(Uint8Array.of(15, 255))
  })

  test('a marked text that says nothing stays a text', () => {
    const texts = ['\uf026abc', '\uf027soon', '\uf02e1', '\uf026']
    expect(parseTypedJson(JSON.stringify(texts))).toEqual(texts)
  })
})
