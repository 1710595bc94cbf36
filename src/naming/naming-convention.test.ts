import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { namingConvention } from './naming-convention.ts'
import { shorten, tagOf } from './shorten.ts'

const NAMES = ['snake_case', 'sql_cs_v1', 'sql_ci_v1', 'duck_case', 'direct', 's3_tables']
const snake = namingConvention('snake_case')

test.each([
  ['HTTPServerURL', 'http_server_url'],
  ['userIDs', 'user_i_ds'],
  ['trail__', 'trailxx'],
  ['Amount (USD)', 'amount_usdx'],
  ['日本', 'x'],
  ['-1', '_1'],
  ['@id', 'aid'],
  ['1abc', '_1abc'],
  ['a__b', 'a_b'],
  ['٣x', '_٣x'],
  ['\u0085a\u001c', 'a'],
])('snake_case makes %s into %s', (name, expected) => {
  expect(snake.normalizeIdentifier(name)).toBe(expected)
})

test.each([
  ['a__b', 'a__b'],
  ['a____b', 'a__b'],
  ['__a', 'a'],
  ['_a', '_a'],
  ['camelCase__innerName', 'camel_case__inner_name'],
])('the path %s becomes %s', (path, expected) => {
  expect(snake.normalizePath(path)).toBe(expected)
})

test('s3_tables takes leading underscores from tables, not from columns', () => {
  const naming = namingConvention('s3_tables')
  expect(naming.normalizeTableIdentifier('_dlt_loads')).toBe('dlt_loads')
  expect(naming.normalizeTablesPath('_dlt_a__b')).toBe('dlt_a__b')
  expect(naming.normalizeIdentifier('_dlt_id')).toBe('_dlt_id')
  expect(naming.maxLength).toBe(255)
})

test('direct has a separator of its own', () => {
  const naming = namingConvention('direct')
  expect(naming.shortenFragments('Items', 'L')).toBe('Items▶L')
  expect(naming.normalizePath('a"b▶c d')).toBe('a_b▶c d')
})

test('blank parts leave no trace in a path', () => {
  expect(snake.makePath('a', '', ' ', 'b')).toBe('a__b')
  expect(snake.breakPath('a__ __b')).toEqual(['a', 'b'])
})

describe('shortening', () => {
  test('puts a tag of the name of the source in the middle', () => {
    expect(shorten('c'.repeat(80), 'c'.repeat(80), 30)).toBe('ccccccccccccak9towcccccccccccc')
    expect(tagOf('a'.repeat(40))).toBe('mrdoxw')
  })

  test('counts code points, not UTF-16 units', () => {
    expect(namingConvention('duck_case', 10).normalizeIdentifier('😀'.repeat(10))).toBe('😀'.repeat(10))
    expect([...namingConvention('duck_case', 10).normalizeIdentifier('😀'.repeat(11))]).toHaveLength(10)
  })

  test('is refused where not even the tag fits', () => {
    expect(() => shorten('abcdef', 'abcdef', 5)).toThrow('at most 5 characters')
  })
})

const name = fc.string({
  unit: fc.oneof(fc.constantFrom(...'aZ09_ -+@é日😀"\'\n▶.%'), fc.string({ minLength: 1, maxLength: 1 })),
  maxLength: 40,
})

test.each(NAMES)('%s: no name is longer than the limit, and none with a letter is empty', (convention) => {
  const naming = namingConvention(convention, 12)
  fc.assert(
    fc.property(
      name.filter((text) => /[A-Za-z\d]/.test(text)),
      (text) => {
        const points = [...naming.normalizeIdentifier(text)]
        expect(points.length).toBeGreaterThan(0)
        expect(points.length).toBeLessThanOrEqual(12)
      },
    ),
  )
})

test.each(NAMES)('%s: a name that was normalized stays as it is', (convention) => {
  const naming = namingConvention(convention)
  fc.assert(
    fc.property(
      name.filter((text) => /[a-z]/.test(text)),
      (text) => {
        const once = naming.normalizeIdentifier(text)
        expect(naming.normalizeIdentifier(once)).toBe(once)
      },
    ),
  )
})

test('names are the same after the memory was emptied', () => {
  const naming = namingConvention('snake_case')
  for (let i = 0; i < 10_001; i++) naming.normalizeIdentifier(`Column ${i}`)
  expect(naming.normalizeIdentifier('Column 0')).toBe('column_0')
})

test.each([
  ['an unknown name', () => namingConvention('camel'), 'unknown_naming_convention'],
  ['a limit beyond what S3 takes', () => namingConvention('s3_tables', 256), 'identifier_limit_too_long'],
  ['a blank name', () => snake.normalizeIdentifier(' \u0085'), 'empty_identifier'],
])('%s is an error that says what to do', (_, act, code) => {
  expect(act).toThrow(expect.objectContaining({ code, hint: expect.stringMatching(/\w/) }))
})
