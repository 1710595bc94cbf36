import type { Context } from '../contracts/context.ts'
import { nextLoadId } from '../schema/load-id.ts'

/** The load id of now, behind all that are known. */
export function nextId({ now }: Pick<Context, 'now'>, previous: string | undefined): string {
  return nextLoadId(microseconds(now()) / 1e6, previous)
}

/** Whole microseconds; the clock's milliseconds with digits of the monotonic clock below them. */
function microseconds(now: number): number {
  return Math.round((now + (performance.now() % 1)) * 1000)
}
