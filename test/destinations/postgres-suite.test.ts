import { postgresPlace } from './places/postgres-place.ts'
import { runCases } from './places/run-cases.ts'

runCases(postgresPlace)
