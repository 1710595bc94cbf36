import { expect, test } from 'vitest'
import { mentionedColumns } from './mentioned-columns.ts'

const tables = [
  {
    name: 'users',
    columns: [
      { name: 'id', type: 'bigint' },
      { name: 'name', type: 'text' },
    ],
  },
  { name: 'orders', columns: [{ name: 'id', type: 'bigint' }] },
]

test('columns are those of the tables that a statement names', () => {
  expect(mentionedColumns('select  from Users', tables).map((column) => column.name)).toEqual(['id', 'name'])
  expect(mentionedColumns('select  from users_old', tables)).toEqual([])
})

test('a column of several tables is told once, with its tables', () => {
  const [id] = mentionedColumns('select id from "users" join orders', tables)
  expect(id).toEqual({ name: 'id', type: 'bigint', tables: ['users', 'orders'] })
})
