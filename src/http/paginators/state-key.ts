import type { PagingState } from './paginator.ts'

const COUNTERS = new Set(['pages', 'seen', 'total'])

/** A text that is the same for states that lead to the same request: what they have counted on the way is left out. */
export function stateKey(state: PagingState): string {
  return JSON.stringify(state, (name, value: unknown) => (COUNTERS.has(name) ? undefined : value))
}
