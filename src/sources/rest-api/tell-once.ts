import type { ResourceContext } from '../../contracts/resource.ts'

/** Says a thing once a run and resource, however many walks come upon it. */
export type TellOnce = (context: ResourceContext, what: string, tell: () => void) => void

/** A run is known by the state that it hands to the resource. */
export function tellOnce(): TellOnce {
  const told = new WeakMap<object, Set<string>>()
  return ({ state }, what, tell) => {
    const before = told.get(state) ?? new Set<string>()
    told.set(state, before)
    if (before.has(what)) return
    before.add(what)
    tell()
  }
}
