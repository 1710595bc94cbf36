import { expect, test } from 'vitest'
import { statementOf } from './statement-of.ts'

test('the statement of a page of rows loses its page, and nothing else', () => {
  expect(statementOf('SELECT * FROM a ORDER BY b LIMIT 200 OFFSET 400')).toBe('SELECT * FROM a ORDER BY b')
  expect(statementOf('SELECT * FROM a\nLIMIT 200')).toBe('SELECT * FROM a')
  expect(statementOf('SELECT * FROM (SELECT 1 LIMIT 5) x')).toBe('SELECT * FROM (SELECT 1 LIMIT 5) x')
})
