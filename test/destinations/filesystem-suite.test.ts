import { filesystemPlace } from './places/filesystem-place.ts'
import { runCases } from './places/run-cases.ts'

runCases(filesystemPlace())
