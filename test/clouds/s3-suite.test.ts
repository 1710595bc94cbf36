import { runCases } from '../destinations/places/run-cases.ts'
import { bucketSuite } from './places/bucket-suite.ts'
import { s3Place } from './places/s3.ts'

runCases(bucketSuite('filesystem on s3', s3Place))
