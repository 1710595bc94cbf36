import { caseTests } from './case-tests.ts'

await caseTests(new URL('vectors/core/', import.meta.url), 119)
