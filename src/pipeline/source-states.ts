import type { Resource } from '../contracts/resource.ts'
import { parseTypedJson, typedJson } from '../values/typed-json.ts'
import type { SourceState } from './state.ts'

/** The part of the state that belongs to one source while it runs: copies, so that a failed run changes nothing. */
export class SourceStates {
  /** True where the state is one to be stored even when it is empty: a full reload asked for it, or there was one. */
  readonly touched: boolean
  /** What the source's resources share: the same object for all of them. */
  readonly source: Record<string, unknown>
  readonly #before: SourceState
  readonly #resources = new Map<string, Record<string, unknown>>()

  constructor(before: SourceState | undefined, resources: readonly Resource<string, unknown>[]) {
    this.#before = before ?? {}
    const { resources: _resources, ...shared } = this.#before
    this.source = copyOf(shared)
    const replaced = new Set(resources.filter(isReplace).map((resource) => resource.name))
    this.touched = before !== undefined || replaced.size > 0
    for (const [name, state] of Object.entries(this.#before.resources ?? {})) {
      if (!replaced.has(name)) this.#resources.set(name, copyOf(state))
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

  /** The source's state after the run, undefined where there is none; resources that left nothing are not in it. */
  result(): SourceState | undefined {
    const before = this.#before.resources
    const { resources: _reserved, ...rest } = this.source
    const kept = [...this.#resources].filter(
      ([name, state]) => Object.keys(state).length > 0 || before?.[name] !== undefined,
    )
    if (kept.length > 0 || before !== undefined) return { ...rest, resources: Object.fromEntries(kept) }
    return this.touched || Object.keys(rest).length > 0 ? rest : undefined
  }
}

/** A copy that keeps typed values; what JSON cannot hold is not in a state anyway. */
function copyOf(state: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const copy = parseTypedJson(typedJson(state))
  return typeof copy === 'object' && copy !== null ? { ...copy } : {}
}

/** A full reload starts with an empty state. */
function isReplace(resource: Resource<string, unknown>): boolean {
  const disposition = resource.hints.writeDisposition
  return resource.selected && (typeof disposition === 'object' ? disposition.disposition : disposition) === 'replace'
}
