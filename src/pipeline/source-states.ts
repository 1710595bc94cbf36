import type { Resource } from '../contracts/resource.ts'
import type { SourceState } from './state.ts'

/** The part of the state that belongs to one source while it runs: copies, so that a failed run changes nothing. */
export class SourceStates {
  readonly #before: SourceState
  readonly #resources = new Map<string, Record<string, unknown>>()

  constructor(before: SourceState, resources: readonly Resource<string, unknown>[]) {
    this.#before = before
    const replaced = new Set(resources.filter(isReplace).map((resource) => resource.name))
    for (const [name, state] of Object.entries(before.resources ?? {})) {
      if (!replaced.has(name)) this.#resources.set(name, structuredClone({ ...state }))
    }
  }

  /** The same object each time; what a resource leaves in it is saved with its rows. */
  readonly of = (resource: string): Record<string, unknown> => {
    const known = this.#resources.get(resource)
    if (known !== undefined) return known
    const fresh: Record<string, unknown> = {}
    this.#resources.set(resource, fresh)
    return fresh
  }

  /** The source's state after the run; resources that left nothing are not in it. */
  result(): SourceState {
    const { resources: before, ...rest } = this.#before
    const kept = [...this.#resources].filter(
      ([name, state]) => Object.keys(state).length > 0 || before?.[name] !== undefined,
    )
    return kept.length === 0 ? rest : { ...rest, resources: Object.fromEntries(kept) }
  }
}

/** A full reload starts with an empty state. */
function isReplace(resource: Resource<string, unknown>): boolean {
  const disposition = resource.hints.writeDisposition
  return resource.selected && (typeof disposition === 'object' ? disposition.disposition : disposition) === 'replace'
}
