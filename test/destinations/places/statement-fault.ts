import type { Destination } from '../../../src/index.ts'
import type { Interrupted } from '../../../src/testing/index.ts'
import { statementInStep } from '../../crash/steps/step-name.ts'

/** Counts the statements that change something, and is the end of one of them. */
export interface StatementFault {
  /** Around a statement that a driver is given. */
  around<T>(sql: string | undefined, work: () => T | Promise<T>): Promise<T>
}

let current: { readonly at: number; count: number } | undefined

/** For the wrapped methods of a driver: at most one way to a destination is broken at a time. */
export const statementFault: StatementFault = {
  async around(sql, work) {
    const isStep = sql !== undefined && statementInStep(sql) !== undefined
    if (current === undefined || !isStep) return work()
    current.count += 1
    const isLast = current.count === current.at
    if (isLast && current.at % 2 === 1) throw pulled()
    const result = await work()
    if (isLast) throw pulled()
    return result
  },
}

function pulled(): Error {
  return new Error('the plug was pulled')
}

/** The destination, of whose statements from now on the `at`-th fails: before it is done, or after. */
export function breakStatement(destination: Destination, at: number): Interrupted {
  const fault = { at, count: 0 }
  current = fault
  return {
    destination,
    steps: () => fault.count,
    async [Symbol.asyncDispose]() {
      if (current === fault) current = undefined
    },
  }
}
