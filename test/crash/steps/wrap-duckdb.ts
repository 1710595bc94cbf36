import { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { StepCounter } from './step-counter.ts'
import { statementInStep } from './step-name.ts'
import { wrapMethod } from './wrap-method.ts'

/** Makes a step of every statement that changes something, and of opening and closing the file, which writes what the log holds. */
export function wrapDuckDb(steps: StepCounter): void {
  wrapMethod(DuckDBConnection.prototype, 'run', async (original, args) => {
    const statement = typeof args[0] === 'string' ? statementInStep(args[0]) : undefined
    if (statement === undefined) return original(args)
    steps.pass(`before ${statement}`)
    if (steps.reach(`within ${statement}`)) steps.dieSoon()
    const result = await original(args)
    steps.pass(`after ${statement}`)
    return result
  })
  wrapMethod(DuckDBInstance, 'create', async (original, args) => {
    steps.pass('before opening the database')
    if (steps.reach('within opening the database')) steps.dieSoon()
    const result = await original(args)
    steps.pass('after opening the database')
    return result
  })
  wrapMethod(DuckDBInstance.prototype, 'closeSync', (original, args) => {
    steps.pass('before closing the database')
    const result = original(args)
    steps.pass('after closing the database')
    return result
  })
}
