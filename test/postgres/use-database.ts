import { afterAll, beforeAll, beforeEach } from 'vitest'
import { NO_POSTGRES, type TestDatabase, testDatabase } from './database.ts'

/** Keeps one database for the tests of a file, which are left out where there is no PostgreSQL; what is returned gives it. */
export function useDatabase(): () => TestDatabase {
  let database: TestDatabase | undefined

  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(async () => {
    await database?.close()
  })
  beforeEach(({ skip }) => {
    if (database === undefined) skip(NO_POSTGRES)
  })

  return () => {
    if (database === undefined) throw new Error(NO_POSTGRES)
    return database
  }
}
