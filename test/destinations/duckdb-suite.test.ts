import { duckDbPlace } from './places/duckdb-place.ts'
import { runCases } from './places/run-cases.ts'

// The loads that break are in duckdb-suite-faults.heavy.test.ts.
runCases(duckDbPlace, { faults: false })
