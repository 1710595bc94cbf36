import type { StepKill } from './steps/step-counter.ts'

/** How a process is ended: at a step, or some time after its start; or it is asked to stop. */
export type Kill = StepKill | { readonly after: number; readonly signal: 'SIGKILL' | 'SIGTERM' }

/** As it is printed and read again. */
export function killText(kill: Kill): string {
  if ('after' in kill) return `${kill.signal} after ${kill.after} ms`
  return `${kill.name}${kill.nth === 1 ? '' : ` (the ${kill.nth}th)`}`
}
