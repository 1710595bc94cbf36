import { runCases } from '../destinations/places/run-cases.ts'
import { azurePlace } from './places/azure.ts'
import { bucketSuite } from './places/bucket-suite.ts'

runCases(bucketSuite('filesystem on azure', azurePlace))
