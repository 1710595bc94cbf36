import { describe, expect, test } from 'vitest'
import { jsonLines, pathsWith } from './json-node.ts'
import { movementOf, placeOf, valueText } from './value-text.ts'

const DOCUMENT = { a: { 'odd key': [1, null], b: 'Text' }, c: {} }

describe('a document as lines', () => {
  test('has a line for each part that is open', () => {
    expect(jsonLines(DOCUMENT, (path) => path === '$').map((line) => line.path)).toEqual(['$', '$.a', '$.c'])
    expect(jsonLines(DOCUMENT, () => true).map((line) => `${line.depth} ${line.path}`)).toEqual([
      '0 $',
      '1 $.a',
      '2 $.a["odd key"]',
      '3 $.a["odd key"][0]',
      '3 $.a["odd key"][1]',
      '2 $.a.b',
      '1 $.c',
    ])
  })

  test('is found by keys and values, with what lies around', () => {
    const { found, around } = pathsWith(DOCUMENT, 'tex')
    expect([...found]).toEqual(['$.a.b'])
    expect([...around].sort()).toEqual(['$', '$.a'])
    expect([...pathsWith(DOCUMENT, 'ODD').found]).toEqual(['$.a["odd key"]'])
  })
})

describe('a cursor', () => {
  test('has a place where its values are numbers or times', () => {
    expect(placeOf(7)).toBe(7)
    expect(placeOf('42.5')).toBe(42.5)
    expect(placeOf('2026-01-01T00:00:00Z')).toBe(Date.UTC(2026, 0, 1))
    expect(placeOf('abc')).toBeUndefined()
    expect(placeOf({})).toBeUndefined()
  })

  test('moved, stood still, or went back', () => {
    expect(movementOf(undefined, 5)).toBe('first')
    expect(movementOf('2026-01-01', '2026-01-02')).toBe('moved')
    expect(movementOf(5, 5)).toBe('stood still')
    expect(movementOf(5, 4)).toBe('went back')
    expect(movementOf('b', 'a')).toBe('moved')
  })

  test('is read as it is kept', () => {
    expect([valueText(null), valueText('x'), valueText([1])]).toEqual(['–', 'x', '[1]'])
  })
})
