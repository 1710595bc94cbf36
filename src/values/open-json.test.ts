import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findPath, itemsAt, keysAt, valueAt } from './json-path.ts'
import { openJson } from './open-json.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const PATHS = ['$', 'a', 'a.b', 'a[0]', 'a[-1].b', 'b[1]', '["a b"]']

describe('an opened JSON body', () => {
  it('has at each path what the path finds by itself, however often it is asked', () =>
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('a', 'b', 'a b', 'ä'), fc.jsonValue()),
        fc.array(fc.constantFrom(...PATHS)),
        fc.constantFrom(undefined, 1),
        (document, paths, indent) => {
          const bytes = bytesOf(JSON.stringify(document, null, indent))
          const json = openJson(bytes)
          for (const path of paths) {
            expect(json.find(path)).toEqual(findPath(bytes, path))
            expect(json.value(path)).toEqual(valueAt(bytes, path))
            expect(json.items(path)).toEqual(itemsAt(bytes, path))
            expect(json.members(path).map(([key]) => key)).toEqual(keysAt(bytes, path))
          }
        },
      ),
    ))

  it('counts the last of equal keys', () => {
    expect(openJson(bytesOf('{"a":1,"\\u0061":2}')).value('a')).toBe(2)
  })

  it.each(['{"a":[1,2}', '{"a":1', '[1] 2', '{"a"}', '{} x', '[1,', 'nul', ''])('refuses %s', (text) => {
    expect(() => openJson(bytesOf(text))).toThrow(expect.objectContaining({ code: 'invalid_json' }))
  })

  it.each(['1', '"x"', ' null ', '\ufeff{"a":1}'])('takes %s', (text) => {
    expect(openJson(bytesOf(text)).find('$')).toBeDefined()
  })
})
