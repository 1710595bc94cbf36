import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TolvaError } from '../errors/tolva-error.ts'
import { findPath, itemsAt, keysAt, parsePath, skipValue, valueAt } from './json-path.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const BODY = bytesOf(
  '{"data": {"items": [{"id": 1}, {"id": 2.0}], "a b": "x,]}"}, "n": -1.5e3, "data.items": 0, "\\u00e9": true}',
)

const slice = (range: { start: number; end: number } | undefined): string | undefined =>
  range && new TextDecoder().decode(BODY.subarray(range.start, range.end))

test.each([
  ['data.items', '[{"id": 1}, {"id": 2.0}]'],
  ['$.data.items[0]', '{"id": 1}'],
  ['data.items[-1].id', '2.0'],
  ["$.data['a b']", '"x,]}"'],
  ['$["data.items"]', '0'],
  ['n', '-1.5e3'],
  ['é', 'true'],
])('%s is found', (path, expected) => {
  expect(slice(findPath(BODY, path))).toBe(expected)
})

test.each(['nope', 'data.nope', 'n.x', 'data[0]', 'data.items[2]', 'data.items[-3]', 'data.items.id'])(
  '%s is not there',
  (path) => {
    expect(findPath(BODY, path)).toBeUndefined()
    expect(valueAt(BODY, path)).toBeUndefined()
    expect(itemsAt(BODY, path)).toEqual([])
    expect(keysAt(BODY, path)).toEqual([])
  },
)

test('$ is the document, without the white space around it', () => {
  expect(findPath(bytesOf(' [1] '), '$')).toEqual({ start: 1, end: 4 })
})

test('a name that begins with $ is a name', () => {
  expect(valueAt(bytesOf('{"$top": 1}'), '$top')).toBe(1)
})

test('the last of equal keys counts', () => {
  expect(valueAt(bytesOf('{"a": 1, "a": 2}'), 'a')).toBe(2)
})

test('keys come in the order of the text', () => {
  expect(keysAt(bytesOf('{"b": 1, "10": {"x": 1}, "b": 2, "2": []}'), '$')).toEqual(['b', '10', '2'])
})

test('items of a list are places; an object is one item', () => {
  expect(itemsAt(BODY, 'data.items').map(slice)).toEqual(['{"id": 1}', '{"id": 2.0}'])
  expect(itemsAt(bytesOf('[]'), '$')).toEqual([])
  expect(itemsAt(bytesOf('{"a":1}'), '$')).toEqual([{ start: 0, end: 7 }])
})

test.each(['a[', 'a[x]', 'a..b', 'a[*]', '.a'])('%s is no path', (path) => {
  if (path === '.a') return expect(parsePath(path)).toEqual(['a'])
  return expect(() => parsePath(path)).toThrow('no path')
})

describe('a body that was cut off', () => {
  const body = bytesOf('{"data":[{"a":"x\\"y","b":[1,2,{}]},{"a":null}],"next":"abc"}')

  test('is an error wherever it was cut, and nothing behind the cut is read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: body.length - 1 }), (length) => {
        // what stands behind the cut in memory would complete the document
        const cut = body.subarray(0, length)
        expect(() => findPath(cut, 'data')).toThrow(TolvaError)
        expect(() => skipValue(body, 0, length)).toThrow(TolvaError)
      }),
    )
  })

  test('is told by the offset of its end', () => {
    expect(() => findPath(body.subarray(0, 20), 'data')).toThrow('the text ends too early at byte 20')
  })
})

test('more than one document, and brackets that do not pair, are errors', () => {
  expect(() => findPath(bytesOf('{} {}'), '$')).toThrow('byte 3')
  expect(() => skipValue(bytesOf('[1}'), 0)).toThrow('byte 2')
})

test('skipping ends where the value ends', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('', ' ', ',1', ']'), (value, rest) => {
      const text = JSON.stringify(value)
      expect(skipValue(bytesOf(` ${text}${rest}`), 0)).toBe(bytesOf(text).length + 1)
    }),
  )
})
