import { describe, expect, test } from 'vitest'
import type { Completion } from '../../../src/dashboard/api/data.ts'
import { sqlCompletions } from './sql-completions.ts'

const known: Completion = {
  dialect: 'duckdb',
  dataset: 'shop_data',
  tables: [
    { name: 'users', columns: ['id', 'Full name'].map((name) => ({ name, type: 'text' })) },
    { name: 'orders', columns: ['id', 'user_id'].map((name) => ({ name, type: 'bigint' })) },
  ],
}
const labels = (sql: string, before = sql) => sqlCompletions(sql, before, known).map((option) => option.label)

describe('what an editor of SQL completes', () => {
  test('are columns of the tables that the statement names, tables, functions and keywords', () => {
    const found = labels('SELECT  FROM users', 'SELECT ')
    expect(found).toEqual(expect.arrayContaining(['id', 'Full name', 'orders', 'date_trunc', 'GROUP']))
    expect(found).not.toContain('user_id')
  })

  test('is the columns of a table behind its name, in quotes or not, or behind what it is called', () => {
    expect(labels('SELECT users.')).toEqual(['id', 'Full name'])
    expect(labels('SELECT "orders".')).toEqual(['id', 'user_id'])
    expect(labels('SELECT o. FROM users u JOIN orders AS o ON o.user_id = u.id', 'SELECT o.')).toEqual([
      'id',
      'user_id',
    ])
    expect(labels('SELECT u. FROM orders, "users" u', 'SELECT u.')).toEqual(['id', 'Full name'])
  })

  test('is the tables behind the dataset, and nothing behind a name that nobody knows', () => {
    expect(labels('SELECT * FROM shop_data.')).toEqual(['users', 'orders'])
    expect(labels('SELECT x.')).toEqual([])
  })

  test('does not take a keyword behind a table for its name', () => {
    expect(labels('SELECT * FROM users WHERE where.')).toEqual([])
  })

  test('is written in quotes where the name is no plain word', () => {
    expect(sqlCompletions('users.', 'users.', known)[1]?.apply).toBe('"Full name"')
  })

  test('has the words of the destination alone', () => {
    expect(labels('', '')).toContain('QUALIFY')
    expect(sqlCompletions('', '', { ...known, dialect: 'postgres' }).map((one) => one.label)).not.toContain('QUALIFY')
    expect(sqlCompletions('', '', { ...known, dialect: 'postgres' }).map((one) => one.label)).toContain('JSONB')
  })
})
