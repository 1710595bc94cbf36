import './on-postgres-18.ts'

const { postgresPlace } = await import('../destinations/places/postgres-place.ts')
const { runCases } = await import('../destinations/places/run-cases.ts')

runCases(postgresPlace, { faults: 'only' })
