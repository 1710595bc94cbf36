import { filesystemCases } from './filesystem-cases.ts'

filesystemCases('s3')
