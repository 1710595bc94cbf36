import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SourceError } from '../errors/tolva-error.ts'
import { EXACT, entriesOf, isFloatAt, parseExact } from './exact-json.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const parse = (text: string): unknown => parseExact(bytesOf(text))

function parseObject(text: string): object {
  const value = parse(text)
  if (typeof value !== 'object' || value === null) throw new Error('no object')
  return value
}

function failure(bytes: Uint8Array, options?: { maxDepth: number }): { code: string; offset: unknown } {
  try {
    parseExact(bytes, 0, bytes.length, options)
  } catch (error) {
    if (error instanceof SourceError) return { code: error.code, offset: error.context.offset }
    throw error
  }
  throw new Error('no failure')
}

test('JSON without special cases reads as JSON.parse reads it', () => {
  const plainKeys = fc.string({ unit: 'binary' }).filter((key) => key !== '__proto__' && !/^\d+$/.test(key))
  const safe = fc.oneof(
    fc.maxSafeInteger(),
    fc.string({ unit: 'binary' }),
    fc.boolean(),
    fc.constant(null),
    fc.constant(0.5),
  )
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      safe,
      fc.array(tie('value')),
      fc.dictionary(plainKeys, tie('value'), { noNullPrototype: true }),
    ),
  }))
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 1), (document, indent) => {
      const text = JSON.stringify(document, null, indent)
      expect(parse(text)).toEqual(JSON.parse(text))
    }),
  )
})

describe('numbers', () => {
  test.each([
    ['0', 0],
    ['-0', 0],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['-18446744073709551616', -18446744073709551616n],
    ['123456789012345678901234567890', 123456789012345678901234567890n],
    ['1.5', 1.5],
    ['1e400', Number.POSITIVE_INFINITY],
  ])('%s', (text, expected) => {
    expect(parse(text)).toBe(expected)
  })

  test('a float of integral value is remembered by its key, and survives spreading', () => {
    const row = parseObject('{"a":2.0,"b":2,"c":1e3,"d":-0.0,"e":2.5}')
    const copy = { ...row }
    expect(['a', 'b', 'c', 'd', 'e'].filter((key) => isFloatAt(copy, key))).toEqual(['a', 'c', 'd'])
  })

  test('a float in a list is remembered by its index', () => {
    const list = parseObject('[1,2.0]')
    expect([0, 1].map((index) => isFloatAt(list, index))).toEqual([false, true])
  })

  test('an object without such numbers carries nothing extra', () => {
    expect(EXACT in parseObject('{"a":2,"b":[2.5]}')).toBe(false)
  })

  test('the last of equal keys decides whether it is a float', () => {
    expect(isFloatAt(parseObject('{"a":2.0,"a":2}'), 'a')).toBe(false)
    expect(isFloatAt(parseObject('{"a":2,"a":2.0}'), 'a')).toBe(true)
  })
})

describe('keys', () => {
  test('integer-like keys keep their place', () => {
    const row = parseObject('{"b":1,"10":2,"a":3,"2":4}')
    expect(entriesOf(row).map(([key]) => key)).toEqual(['b', '10', 'a', '2'])
  })

  test('keys added and removed after parsing are respected', () => {
    const { b: _, ...rest } = { ...parseObject('{"b":1,"10":2,"2":4}'), new: 5, b: 0 }
    expect(entriesOf(rest)).toEqual([
      ['10', 2],
      ['2', 4],
      ['new', 5],
    ])
  })

  test('the last of equal keys wins, at the place of the first', () => {
    expect(entriesOf(parseObject('{"1":1,"a":2,"1":3}'))).toEqual([
      ['1', 3],
      ['a', 2],
    ])
    expect(entriesOf(parseObject('{"x":1,"a":2,"x":3}'))).toEqual([
      ['x', 3],
      ['a', 2],
    ])
  })

  test('__proto__ is a key like any other', () => {
    const row = parseObject('{"__proto__":{"admin":true},"a":1}')
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype)
    expect(entriesOf(row)).toEqual([
      ['__proto__', { admin: true }],
      ['a', 1],
    ])
  })

  test('keys of equal length and ends are told apart', () => {
    expect(parse('[{"abcde":1},{"axcye":2},{"abcde":3}]')).toEqual([{ abcde: 1 }, { axcye: 2 }, { abcde: 3 }])
  })
})

describe('errors say where', () => {
  test.each([
    ['', 0],
    ['{', 1],
    ['{"a"', 4],
    ['{"a":', 5],
    ['{"a":1', 6],
    ['{"a":1,}', 7],
    ['{a:1}', 1],
    ['[1,]', 3],
    ['[1}', 2],
    ['[1 2]', 3],
    ['"abc', 4],
    ['"a\nb"', 2],
    ['"\\x"', 2],
    ['"\\u12G4"', 5],
    ['tru', 0],
    ['NaN', 0],
    ['-Infinity', 1],
    ['01', 1],
    ['1.', 2],
    ['.5', 0],
    ['1e', 2],
    ['+1', 0],
    ['1 2', 2],
    ['{}x', 2],
    ["{'a':1}", 1],
  ])('%j fails at byte %i', (text, offset) => {
    expect(failure(bytesOf(text))).toEqual({ code: 'invalid_json', offset })
  })

  test('bytes that are not UTF-8 are refused', () => {
    expect(failure(Uint8Array.of(34, 0xe9, 34)).code).toBe('invalid_json')
  })

  test('half of a surrogate pair is refused, a whole pair is read', () => {
    expect(failure(bytesOf('["\\ud83d"]'))).toEqual({ code: 'lone_surrogate', offset: 1 })
    expect(failure(bytesOf('"\\ude00\\ud83d"')).code).toBe('lone_surrogate')
    expect(parse('"\\ud83d\\ude00 \\u00e9\\n\\/"')).toBe('😀 é\n/')
  })

  test('depth is limited without exhausting the stack', () => {
    const nested = (depth: number) => bytesOf('['.repeat(depth) + ']'.repeat(depth))
    expect(failure(bytesOf('['.repeat(1_000_000))).code).toBe('too_deep')
    expect(failure(nested(4), { maxDepth: 3 }).code).toBe('too_deep')
    expect(parseExact(nested(3), 0, undefined, { maxDepth: 3 })).toEqual([[[]]])
    expect(Array.isArray(parseExact(nested(5000)))).toBe(true)
  })
})

test('a part of a body is read as if it were alone', () => {
  const bytes = bytesOf('{"a": [1, {"b": 2.0}] }')
  expect(parseExact(bytes, 6, 21)).toMatchObject([1, { b: 2 }])
  expect(() => parseExact(bytes, 6, 20)).toThrow('byte 20')
})

test('a byte order mark at the start is skipped', () => {
  expect(parseExact(Uint8Array.of(0xef, 0xbb, 0xbf, 0x31))).toBe(1)
})
