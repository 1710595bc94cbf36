import { describe, expect, test } from 'vitest'
import { cellText } from './cell-text.ts'
import { cellsAsTsv, rowsAsJson } from './copied-cells.ts'

describe('a cell', () => {
  test('tells null from the empty text', () => {
    expect(cellText(null)).toEqual({ text: 'null', kind: 'null' })
    expect(cellText('')).toEqual({ text: 'empty', kind: 'empty' })
    expect(cellText('null').kind).toBe('text')
  })

  test('shows numbers that came as texts as numbers', () => {
    expect(cellText('9007199254740993', 'bigint')).toEqual({ text: '9007199254740993', kind: 'number' })
    expect(cellText('007', 'text').kind).toBe('text')
  })

  test('shortens times that are UTC, and no others', () => {
    expect(cellText('2026-01-02T10:00:00.120000Z').text).toBe('2026-01-02 10:00:00.12')
    expect(cellText('2026-01-02T10:00:00+00:00').text).toBe('2026-01-02 10:00:00')
    expect(cellText('2026-01-02T10:00:00+02:00').text).toBe('2026-01-02T10:00:00+02:00')
  })

  test('is cut where a text is long, and stays on one line', () => {
    expect(cellText('x'.repeat(5000)).text).toHaveLength(301)
    expect(cellText('a\nb').text).toBe('a⏎b')
    expect(cellText({ a: [1] })).toEqual({ text: '{"a":[1]}', kind: 'json' })
  })
})

describe('what is copied', () => {
  test('is the bare text of one cell', () => {
    expect(cellsAsTsv([['a\tb']])).toBe('a\tb')
    expect(cellsAsTsv([[null]])).toBe('')
  })

  test('is a table with tabs, quoted where a text would break it', () => {
    expect(
      cellsAsTsv(
        [
          [1, 'a\nb'],
          [null, { c: 1 }],
        ],
        ['id', 'text'],
      ),
    ).toBe('id\ttext\n1\t"a\nb"\n\t"{""c"":1}"')
  })

  test('is an object, or a list of them, as JSON', () => {
    expect(JSON.parse(rowsAsJson([[1, null]], ['a', 'b']))).toEqual({ a: 1, b: null })
    expect(JSON.parse(rowsAsJson([[1], [2]], ['a']))).toEqual([{ a: 1 }, { a: 2 }])
  })
})
