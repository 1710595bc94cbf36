import { filesystemPlace } from './places/filesystem-place.ts'
import { runCases } from './places/run-cases.ts'

for (const tableFormat of ['delta', 'iceberg']) runCases(filesystemPlace(tableFormat))
