// Imported by a test file before anything asks for a server: its tests are of PostgreSQL 18.
import { expect, test } from 'vitest'

process.env.TOLVA_TEST_POSTGRES = '18'
const { useDatabase } = await import('../postgres/use-database.ts')
const db = useDatabase()

test('the server is PostgreSQL 18', async () => {
  const [version] = await db().query('SHOW server_version_num')
  expect(version?.server_version_num).toMatch(/^18/)
})
