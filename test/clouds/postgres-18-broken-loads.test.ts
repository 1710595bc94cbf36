// Before a server is asked for.
process.env.TOLVA_TEST_POSTGRES = '18'
const { postgresPlace } = await import('../destinations/places/postgres-place.ts')
const { runCases } = await import('../destinations/places/run-cases.ts')

runCases(postgresPlace, { faults: 'only' })

export {}
