import { parseTypedJson, typedJson } from '../../values/typed-json.ts'
import { cursorsApart } from './saved-resume.ts'

/** Key of a resource's state under which it keeps how its pages are found: that belongs to no rows. */
export const FOUND_PAGING = 'found_paging'

/**
 * Key of a resource's state under which it keeps what its answers are known by, so that the next run can ask whether they have
 * changed. Like a cursor it changes with the end of the run only: it must never be ahead of the rows that are in.
 */
export const CONDITIONAL = 'conditional'

/** What a resource's code keeps in its state beside its cursors, as typed JSON; undefined: nothing. */
export function ownState(state: Readonly<Record<string, unknown>>): string | undefined {
  const own = ofRows(state)
  return Object.keys(own).length === 0 ? undefined : typedJson(own)
}

/** Makes it what it was. */
export function restoreOwnState(state: Record<string, unknown>, text: string | undefined): void {
  for (const key of Object.keys(ofRows(state))) delete state[key]
  const own = text === undefined ? {} : parseTypedJson(text)
  if (typeof own === 'object' && own !== null) Object.assign(state, own)
}

function ofRows(state: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { [FOUND_PAGING]: _, [CONDITIONAL]: __, ...own } = cursorsApart(state).own
  return own
}
