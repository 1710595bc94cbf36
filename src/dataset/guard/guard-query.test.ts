import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { ATTACKS } from '../../../test/guard/attacks.ts'
import { HONEST } from '../../../test/guard/honest.ts'
import { connectParser } from '../../duckdb/connect-parser.ts'
import { connectScratch } from '../../duckdb/scratch.ts'
import { guardReadOnly } from '../sql-guard.ts'
import { DUCKDB_FUNCTIONS, DUCKDB_REFUSED } from './duckdb-functions.ts'
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

test('every function of the engine is either allowed or refused, so that a new one is looked at', async () => {
  await using scratch = await connectScratch(tmpdir())
  const rows = await scratch.rows(
    `select distinct lower(function_name) from duckdb_functions() where function_type in ('scalar', 'aggregate', 'macro')
      and regexp_full_match(function_name, '\\w+') and not regexp_matches(function_name, '^(__internal|icu_collate)')`,
  )
  const names = rows.map(([name]) => String(name))
  expect(names.length).toBeGreaterThan(500)
  expect(names.filter((name) => !DUCKDB_FUNCTIONS.has(name) && !DUCKDB_REFUSED.has(name))).toEqual([])
  expect([...DUCKDB_FUNCTIONS].filter((name) => DUCKDB_REFUSED.has(name))).toEqual([])
})
