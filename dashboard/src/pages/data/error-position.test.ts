import { expect, test } from 'vitest'
import { errorPosition } from './error-position.ts'

const problem = (message: string, position?: number) => ({
  code: 'query_failed',
  message,
  ...(position !== undefined && { context: { position } }),
})

test('the place of an error is where DuckDB points', () => {
  const sql = 'SELECT id,\n  nme\nFROM users'
  expect(errorPosition(problem('Binder Error: x\n\nLINE 2:   nme\n          ^'), sql)).toBe(sql.indexOf('nme'))
})

test('the place is found in a long line of which a part is shown', () => {
  const sql = `SELECT ${'a, '.repeat(60)} nme FROM users`
  const at = sql.indexOf('nme')
  const part = sql.slice(at - 20, at + 10)
  const message = `x\nLINE 1: ...${part}...\n${' '.repeat('LINE 1: ...'.length + 20)}^`
  expect(errorPosition(problem(message), sql)).toBe(at)
})

test('the place is what the server says, and none where nobody says one', () => {
  expect(errorPosition(problem('x', 3), 'SELECT')).toBe(3)
  expect(errorPosition(problem('x', 99), 'SELECT')).toBeUndefined()
  expect(errorPosition(problem('something'), 'SELECT')).toBeUndefined()
})

test('the place is that of the name in quotes where no line is shown', () => {
  const message = 'Binder Error: Referenced column "nme" not found in FROM clause!\nCandidate bindings: "name"'
  expect(errorPosition(problem(message), 'SELECT name, nme FROM users')).toBe(13)
  expect(errorPosition(problem('no "such"'), 'SELECT 1')).toBeUndefined()
})
