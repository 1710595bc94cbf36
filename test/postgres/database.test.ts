import { afterAll, beforeAll, expect, test } from 'vitest'
import { NO_POSTGRES, type TestDatabase, testDatabase } from './database.ts'

let database: TestDatabase | undefined

beforeAll(async () => {
  database = await testDatabase()
})

afterAll(() => database?.close())

test('a test file has an empty database of its own on a real server', async ({ skip }) => {
  if (database === undefined) return skip(NO_POSTGRES)
  const other = await testDatabase()
  await database.query('CREATE TABLE mine (id bigint)')
  const count = "SELECT count(*) AS n FROM pg_tables WHERE tablename = 'mine'"
  expect(await database.query(count)).toEqual([{ n: '1' }])
  expect(await other?.query(count)).toEqual([{ n: '0' }])
  await other?.close()
  const [version] = await database.query('SHOW server_version_num')
  expect(Number(version?.server_version_num)).toBeGreaterThanOrEqual(150_000)
})
