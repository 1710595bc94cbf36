import type { StepKill } from './steps/step-counter.ts'

/** How a process is ended: at a step, some time after its start, or at a request of its own; or it is asked to stop. */
export type Kill = (
  | StepKill
  | { readonly after: number; readonly signal: StopSignal }
  | { readonly atRequest: number; readonly signal: StopSignal }
) & {
  /** true: its working folder is gone with it, as if another machine went on. */
  readonly wipe?: boolean
}

export type StopSignal = 'SIGKILL' | 'SIGTERM'

/** As it is printed. */
export function killText(kill: Kill): string {
  return `${momentText(kill)}${kill.wipe === true ? ', and its working folder gone' : ''}`
}

function momentText(kill: Kill): string {
  if ('atRequest' in kill) return `${kill.signal} at request ${kill.atRequest}`
  if ('after' in kill) return `${kill.signal} after ${kill.after} ms`
  return `${kill.name}${kill.nth === 1 ? '' : ` (the ${kill.nth}th)`}${kill.power === true ? ', with the power cut' : ''}`
}
