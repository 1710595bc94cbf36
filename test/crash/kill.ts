import type { StepKill } from './steps/step-counter.ts'

/** How a process is ended: at a step, some time after its start, or at a request of its own; or it is asked to stop. */
export type Kill =
  | StepKill
  | { readonly after: number; readonly signal: StopSignal }
  | { readonly atRequest: number; readonly signal: StopSignal }

export type StopSignal = 'SIGKILL' | 'SIGTERM'

/** As it is printed and read again. */
export function killText(kill: Kill): string {
  if ('atRequest' in kill) return `${kill.signal} at request ${kill.atRequest}`
  if ('after' in kill) return `${kill.signal} after ${kill.after} ms`
  return `${kill.name}${kill.nth === 1 ? '' : ` (the ${kill.nth}th)`}${kill.power === true ? ', with the power cut' : ''}`
}
