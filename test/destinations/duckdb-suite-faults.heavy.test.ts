import { duckDbPlace } from './places/duckdb-place.ts'
import { runCases } from './places/run-cases.ts'

runCases(duckDbPlace, { faults: 'only' })
