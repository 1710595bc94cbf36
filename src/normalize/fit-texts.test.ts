import { expect, test } from 'vitest'
import type { TablePage } from '../formats/parquet/plain-page.ts'
import { readPage } from '../formats/parquet/read-page.ts'
import { emptyMeasure, fitTexts } from './fit-texts.ts'

function page(...texts: readonly (string | null)[]): TablePage {
  const set = texts.filter((text) => text !== null)
  const values = Buffer.concat(
    set.flatMap((text) => {
      const bytes = Buffer.from(text)
      const length = Buffer.alloc(4)
      length.writeUInt32LE(bytes.length)
      return [length, bytes]
    }),
  )
  const bits = texts.reduce((sum, text, index) => sum + (text === null ? 0 : 1 << index), 0)
  const column = { name: 'note', data_type: 'text' } as const
  return {
    table: 'notes',
    rows: texts.length,
    columns: [{ column, rows: texts.length, validity: Uint8Array.of(bits), values }],
  }
}

const read = ({ columns }: TablePage) => columns.flatMap((column) => readPage(column))
const rules = { maxBytes: 6, cuts: true, nulCharacters: false }

test('texts that fit stay the very bytes, and the longest of all pages is known', () => {
  const measure = emptyMeasure()
  const given = page('abc', null, 'äö')
  expect(fitTexts(given, rules, measure).columns[0]).toBe(given.columns[0])
  fitTexts(page('a'), rules, measure)
  expect(measure).toEqual({ longest: { note: 4 }, cut: {}, nuls: {}, rows: 4 })
})

test('longer texts are cut between characters, NUL characters taken out, both counted', () => {
  const measure = emptyMeasure()
  expect(read(fitTexts(page('abcdeü', 'x', null, 'a\0b\0c', 'abcdefg'), rules, measure))).toEqual([
    'abcde',
    'x',
    null,
    'abc',
    'abcdef',
  ])
  expect(measure).toEqual({ longest: { note: 6 }, cut: { note: 2 }, nuls: { note: 2 }, rows: 5 })
})

test('a text that is too long names table, column, row and lengths where it is not to be cut', () => {
  const measure = emptyMeasure()
  fitTexts(page('a', 'b'), rules, measure)
  const error = { ...rules, cuts: false }
  expect(() => fitTexts(page(null, 'ok', 'too long'), error, measure)).toThrow(
    'column note of table notes is to hold a text of 8 bytes in its row 5 of this load, where the destination takes 6',
  )
})
