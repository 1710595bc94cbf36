// Read with `node --import` before a program whose steps are to be counted; the program knows nothing of it.
import { StepCounter, type StepOrders } from './step-counter.ts'
import { wrapDuckDb } from './wrap-duckdb.ts'
import { wrapFiles } from './wrap-files.ts'
import { wrapPostgres } from './wrap-postgres.ts'

const orders: StepOrders = JSON.parse(process.env.CRASH_STEPS ?? '{}')
const steps = new StepCounter(orders)
await wrapFiles(steps)
wrapDuckDb(steps)
wrapPostgres(steps)
if (orders.bucket === true) (await import('./wrap-s3.ts')).wrapS3(steps)
