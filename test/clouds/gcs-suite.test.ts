import { runCases } from '../destinations/places/run-cases.ts'
import { bucketSuite } from './places/bucket-suite.ts'
import { gcsPlace } from './places/gcs.ts'

runCases(bucketSuite('filesystem on gcs', gcsPlace))
