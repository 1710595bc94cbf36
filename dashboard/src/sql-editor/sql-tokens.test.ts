import { StreamLanguage } from '@codemirror/language'
import { describe, expect, test } from 'vitest'
import { sqlTokens } from './sql-tokens.ts'
import { type SqlDialectName, sqlWords } from './sql-words.ts'

/** What stands out in a statement: `keyword SELECT`. */
function tokens(sql: string, dialect: SqlDialectName = 'duckdb'): readonly string[] {
  const found: string[] = []
  const tree = StreamLanguage.define(sqlTokens(sqlWords(dialect))).parser.parse(sql)
  tree.iterate({
    enter: ({ name, from, to }) => void (name !== 'Document' && found.push(`${name} ${sql.slice(from, to)}`)),
  })
  return found
}

describe('the colours of SQL', () => {
  test('tell keywords, types, numbers, texts and comments apart', () => {
    expect(tokens("SELECT a::int, 1.5e3, 'x' FROM t -- all")).toEqual([
      'keyword SELECT',
      'typeName int',
      'number 1.5e3',
      "string 'x'",
      'keyword FROM',
      'lineComment -- all',
    ])
  })

  test('leave names alone, in quotes and behind a dot', () => {
    expect(tokens('"select", t.order, größe')).toEqual([])
  })

  test('go over lines in texts and comments, one comment in the other', () => {
    expect(tokens("'a\nfrom' /* x /* y */\nfrom */ from")).toEqual([
      "string 'a",
      "string from'",
      'blockComment /* x /* y */',
      'blockComment from */',
      'keyword from',
    ])
  })

  test('know texts of PostgreSQL where there are such', () => {
    expect(tokens("$a$ it's $b$ $a$ and")).toEqual(["string $a$ it's $b$ $a$", 'keyword and'])
    expect(tokens(String.raw`e'\' from' and`)).toEqual([String.raw`string e'\' from'`, 'keyword and'])
    expect(tokens('$a$ from', 'standard')).toEqual(['keyword from'])
  })

  test('a quote within a text ends nothing', () => {
    expect(tokens("'it''s from' and")).toEqual(["string 'it''s from'", 'keyword and'])
  })
})
