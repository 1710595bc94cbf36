import { expect, test } from 'vitest'
import { columnLines } from './column-lines.ts'
import { hintText } from './hint-text.ts'

const column = (name: string, variantOf?: string) => ({
  name,
  type: 'text',
  nullable: true,
  hints: [],
  ...(variantOf && { variantOf }),
})
const names = (...columns: ReturnType<typeof column>[]) =>
  columnLines(columns).map((line) => `${line.isVariant ? '  ' : ''}${line.column.name}`)

test('variants stand below the column whose values they took, the system last', () => {
  expect(names(column('_dlt_id'), column('a__v_text', 'a'), column('b'), column('a'))).toEqual([
    'b',
    'a',
    '  a__v_text',
    '_dlt_id',
  ])
})

test('a variant is known by its name too, and a column that only looks like one stands by itself', () => {
  expect(names(column('a'), column('a__v_double'), column('x__v_text'))).toEqual(['a', '  a__v_double', 'x__v_text'])
})

test('a hint is explained, whatever it is', () => {
  expect(hintText('primary_key')).toContain('key')
  expect(hintText('x-mine')).toBe('A hint of your own; tolva keeps it and does nothing with it.')
  expect(hintText('unheard_of')).toBe('A hint of the schema.')
})
