import pg from 'pg'
import type { StepCounter } from './step-counter.ts'
import { statementInStep } from './step-name.ts'
import { isThenable, wrapMethod } from './wrap-method.ts'

/** Makes a step of every statement that changes something, COPY among them. */
export function wrapPostgres(steps: StepCounter): void {
  wrapMethod(pg.Client.prototype, 'query', (original, args) => {
    const sql = textOf(args[0])
    const statement = sql === undefined ? undefined : statementInStep(sql)
    if (statement === undefined) return original(args)
    steps.pass(`before ${statement}`)
    if (steps.reach(`within ${statement}`)) steps.dieSoon()
    const result = original(args)
    const after = <T>(value: T): T => {
      steps.pass(`after ${statement}`)
      return value
    }
    if (isThenable(result)) return result.then(after)
    // A COPY is a stream into which its rows go.
    if (isEmitter(result)) result.once('finish', () => after(undefined))
    return result
  })
}

function textOf(query: unknown): string | undefined {
  if (typeof query === 'string') return query
  return typeof query === 'object' && query !== null && 'text' in query && typeof query.text === 'string'
    ? query.text
    : undefined
}

function isEmitter(value: unknown): value is { once(event: string, listener: () => void): unknown } {
  return typeof value === 'object' && value !== null && 'once' in value && typeof value.once === 'function'
}
