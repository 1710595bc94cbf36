import { expect, test } from 'vitest'

// Before a server is asked for: the tests of PostgreSQL, all of them once more.
process.env.TOLVA_TEST_POSTGRES = '18'
const { useDatabase } = await import('../postgres/use-database.ts')
const db = useDatabase()

test('the server is PostgreSQL 18', async () => {
  const [version] = await db().query('SHOW server_version_num')
  expect(version?.server_version_num).toMatch(/^18/)
})

const { postgresPlace } = await import('../destinations/places/postgres-place.ts')
const { runCases } = await import('../destinations/places/run-cases.ts')
// The loads that break are in postgres-18-broken-loads.test.ts.
runCases(postgresPlace, { faults: false })
await import('../destinations/postgres.test.ts')
await import('../destinations/postgres-copy.test.ts')
