import { parseTypedJson, typedJson } from '../../values/typed-json.ts'
import { cursorsApart } from './saved-resume.ts'

/** What a resource's code keeps in its state beside its cursors, as typed JSON; undefined: nothing. */
export function ownState(state: Readonly<Record<string, unknown>>): string | undefined {
  const { own } = cursorsApart(state)
  return Object.keys(own).length === 0 ? undefined : typedJson(own)
}

/** Makes it what it was. */
export function restoreOwnState(state: Record<string, unknown>, text: string | undefined): void {
  for (const key of Object.keys(cursorsApart(state).own)) delete state[key]
  const own = text === undefined ? {} : parseTypedJson(text)
  if (typeof own === 'object' && own !== null) Object.assign(state, own)
}
