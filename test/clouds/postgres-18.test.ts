// The tests of PostgreSQL, all of them once more.
import './on-postgres-18.ts'

const { postgresPlace } = await import('../destinations/places/postgres-place.ts')
const { runCases } = await import('../destinations/places/run-cases.ts')
// The loads that break are in postgres-18-broken-loads.test.ts.
runCases(postgresPlace, { faults: false })
await import('../destinations/postgres.test.ts')
await import('../destinations/postgres-copy.test.ts')
