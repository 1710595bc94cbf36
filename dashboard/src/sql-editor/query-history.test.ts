import { describe, expect, test } from 'vitest'
import { findQueries, type PastQuery, readHistory, withQuery } from './query-history.ts'

const past = (sql: string): PastQuery => ({ sql, at: '2026-01-01T00:00:00Z', ms: 3, rows: 1 })

describe('the history of statements', () => {
  test('has each statement once, the last one first', () => {
    const history = [past('select 1'), past('select 2')].reduce<PastQuery[]>(withQuery, [])
    expect(withQuery(history, past(' select 1\n')).map((one) => one.sql)).toEqual([' select 1\n', 'select 2'])
  })

  test('keeps the last two hundred', () => {
    const history = Array.from({ length: 250 }, (_, i) => past(`select ${i}`)).reduce<PastQuery[]>(withQuery, [])
    expect(history).toHaveLength(200)
    expect(history[0]?.sql).toBe('select 249')
  })

  test('is searched by words in any order', () => {
    const history = [past('SELECT name FROM users'), past('select 1')]
    expect(findQueries(history, 'users select')).toEqual([history[0]])
    expect(findQueries(history, ' ')).toEqual(history)
  })

  test('is read from what was stored, whatever that is', () => {
    expect(readHistory(JSON.stringify([past('select 1'), 5, { sql: 1 }]))).toEqual([past('select 1')])
    expect(readHistory('{')).toEqual([])
    expect(readHistory(null)).toEqual([])
  })
})
