import { expect, test } from 'vitest'
import { inlineParams } from './inline-params.ts'
import { rowValues } from './row-values.ts'

test('a line becomes VALUES with all digits, escaped texts, parsed documents and bytes', () => {
  const line = Buffer.from(
    '{"n":9007199254740993,"d":"1.50","t":"a\'b\\\\c\\u2028","j":{"a":[1.0,"x"]},"b":"AAH/","f":"NaN","s":"null","k":null}',
  )
  const column = (name: string, dataType: Parameters<typeof rowValues>[1][number]['dataType']) => ({ name, dataType })
  const columns = [
    column('n', 'bigint'),
    column('d', 'decimal'),
    column('t', 'text'),
    column('j', 'json'),
    column('b', 'binary'),
    column('f', 'double'),
    column('s', 'json'),
    column('gone', 'text'),
    column('k', 'text'),
  ]
  expect(rowValues(line, columns)).toBe(
    `(9007199254740993, '1.50', 'a''b\\\\c\u2028', JSON_PARSE('{"a":[1.0,"x"]}'), FROM_HEX('0001ff'), 'NaN', JSON_PARSE('"null"'), NULL, null)`,
  )
})

test('parameters are written into a statement, but not into its texts, names and comments', () => {
  const sql = `SELECT '$1', "$1", $1, $2 /* $1 */ FROM t -- $1\nWHERE a = $3`
  expect(inlineParams(sql, ["it's", 5, Uint8Array.of(255)])).toBe(
    `SELECT '$1', "$1", 'it''s', 5 /* $1 */ FROM t -- $1\nWHERE a = FROM_HEX('ff')`,
  )
})
