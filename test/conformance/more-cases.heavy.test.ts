import { caseTests } from './case-tests.ts'

await caseTests(new URL('vectors/more/', import.meta.url), 170)
