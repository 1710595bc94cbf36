import { describe, expect, test } from 'vitest'
import type { ColumnFacts } from './column-facts.ts'
import { columnRemarks } from './column-remarks.ts'
import type { Frequent } from './frequent-values.ts'

function remarks(given: {
  readonly name?: string
  readonly facts?: Partial<ColumnFacts>
  readonly frequent?: readonly Frequent[]
  readonly texts?: readonly string[]
}) {
  const { name = 'value', facts, frequent = [], texts = [] } = given
  return columnRemarks(name, {
    facts: { kind: 'text', filled: 100, nulls: 0, distinct: 50, ...facts },
    frequent,
    texts,
  })
}

const texts = (make: (i: number) => string) => Array.from({ length: 30 }, (_, i) => make(i))

describe('a remark', () => {
  test('is made about columns without or with one value', () => {
    expect(remarks({ facts: { filled: 0, nulls: 7, distinct: 0 } })).toEqual(['all null'])
    expect(remarks({ facts: { distinct: 1 } })).toEqual(['always the same value'])
    expect(remarks({ facts: { filled: 3, nulls: 97, distinct: 2 } })).toEqual(['97 % null'])
  })

  test('is made about values that are nearly unique, not about those that repeat', () => {
    expect(remarks({ facts: { distinct: 99 } })).toEqual(['nearly unique: 1 value is there again'])
    expect(remarks({ facts: { distinct: 100 } })).toEqual([])
    expect(remarks({ facts: { distinct: 90 } })).toEqual([])
  })

  test.for([
    ['numbers', texts((i) => `${i}.50`), 'texts that are numbers'],
    ['times', texts((i) => `2026-01-01T10:${i + 10}:00Z`), 'texts that are times'],
    ['truth', texts((i) => (i % 2 ? 'true' : 'False')), 'texts that are true or false'],
    ['documents', texts((i) => `{"a": ${i}`), 'texts that are JSON'],
  ] as const)('is made about texts that hold %s', ([, values, remark]) => {
    expect(remarks({ texts: values })).toEqual([remark])
  })

  test('is not made about ids of digits, nor about codes with zeros in front', () => {
    expect(remarks({ name: 'user_id', texts: texts(String) })).toEqual([])
    expect(remarks({ texts: texts((i) => `00${i}`) })).toEqual([])
  })

  test('is made about spellings, blanks, stand-ins for null and empty or very long texts', () => {
    const frequent = [
      { value: 'Open', count: 40 },
      { value: 'open', count: 9 },
      { value: 'N/A', count: 3 },
    ]
    expect(remarks({ facts: { empty: 2, longest: 12_000 }, frequent, texts: ['Open', ' open'] })).toEqual([
      '2 empty texts',
      'texts of up to 12,000 characters',
      '3 texts stand for no value: N/A',
      'spelled in several ways: Open, open',
      '1 of 2 texts begin or end with a space',
    ])
  })

  test('is made about times that were loaded as whole numbers', () => {
    const facts = { kind: 'bigint', min: '1700000000', max: '1760000000' } as const
    expect(remarks({ name: 'created_at', facts })).toEqual(['looks like seconds since 1970'])
    expect(remarks({ name: 'visits', facts })).toEqual([])
  })
})
