import { filesystemCases } from './filesystem-cases.ts'

filesystemCases('gcs')
