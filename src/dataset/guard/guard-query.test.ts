import { expect, test } from 'vitest'
import { ATTACKS } from '../../../test/guard/attacks.ts'
import { HONEST } from '../../../test/guard/honest.ts'
import { connectParser } from '../../duckdb/connect-parser.ts'
import { guardReadOnly } from '../sql-guard.ts'
import { guardQuery } from './guard-query.ts'

const parser = await connectParser()
const guard = { parser, language: 'duckdb', dataset: 'ds', tables: ['users', 'users__tags', '_dlt_loads'] } as const

async function codeOf(sql: string): Promise<unknown> {
  try {
    guardReadOnly(sql, { files: true })
    await guardQuery(sql, guard)
    return 'passes'
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error
  }
}

test.each(ATTACKS)('refuses: %s', async (sql, code) => {
  expect(await codeOf(sql)).toBe(code)
})

test.each(HONEST)('lets through: %s', async (sql) => {
  expect(await codeOf(sql)).toBe('passes')
})
