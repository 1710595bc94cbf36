import { isRecord } from '../../values/is-record.ts'
import type { Value } from '../../values/kinds.ts'
import { exactValue } from './exact-value.ts'

/** What is kept of a cursor between runs, in dlt's form. */
export interface CursorState {
  readonly initial_value: Value
  readonly last_value: Value
  readonly unique_hashes: readonly string[]
  readonly start_value: Value
}

/** A cursor's place in its resource's state. */
export interface StatePlace {
  read(): CursorState
  write(state: CursorState): void
}

/** The state of a cursor that never ran. */
export function freshState(initial: Value | undefined): CursorState {
  const value = initial ?? null
  return { initial_value: value, last_value: value, unique_hashes: [], start_value: value }
}

/** The place `incremental.<cursor path>` in a resource's state; where there is nothing yet, a fresh state is put there. */
export function placeIn(
  resourceState: Record<string, unknown>,
  cursorPath: string,
  initial: Value | undefined,
): StatePlace {
  const all: Record<string, unknown> = isRecord(resourceState.incremental) ? resourceState.incremental : {}
  resourceState.incremental = all
  if (readCursorState(all[cursorPath]) === undefined) all[cursorPath] = freshState(initial)
  return {
    read: () => readCursorState(all[cursorPath]) ?? freshState(initial),
    write: (state) => {
      all[cursorPath] = state
    },
  }
}

/** A place that nobody keeps: for a range with an end. */
export function throwAwayPlace(initial: Value | undefined): StatePlace {
  let current = freshState(initial)
  return {
    read: () => current,
    write: (state) => {
      current = state
    },
  }
}

/** A stored cursor; undefined: it is none. */
export function readCursorState(stored: unknown): CursorState | undefined {
  if (!isRecord(stored) || !('last_value' in stored)) return undefined
  const hashes = Array.isArray(stored.unique_hashes) ? stored.unique_hashes : []
  return {
    initial_value: exactValue(stored, 'initial_value') ?? null,
    last_value: exactValue(stored, 'last_value') ?? null,
    unique_hashes: hashes.filter((hash) => typeof hash === 'string'),
    start_value: exactValue(stored, 'start_value') ?? null,
  }
}
