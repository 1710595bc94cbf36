import type { Resource } from '../contracts/resource.ts'
import { dropTables } from '../schema/drop-tables.ts'
import { planDrop } from '../schema/plan-drop.ts'
import type { Schema } from '../schema/stored.ts'
import type { SourceState } from './state.ts'

/**
 * What a run starts anew. `drop_sources`: every table and the whole state of the source. `drop_resources`: tables and
 * state of the resources that are read. `drop_data`: their rows and state; the tables stay.
 */
export type Refresh = 'drop_sources' | 'drop_resources' | 'drop_data'

/** A source after its refresh, and what the package has to drop or empty at the destination. */
export interface Refreshed {
  /** Undefined: the schema starts over. */
  readonly schema: Schema | undefined
  readonly drop: readonly string[]
  readonly truncate: readonly string[]
}

/** Applies a refresh to a stored schema. Tables that were never loaded are neither dropped nor emptied. */
export function refreshSchema(live: Schema, mode: Refresh, resources: readonly Resource<string, unknown>[]): Refreshed {
  const read = resourcesRead(resources)
  const plan = planDrop(live, (resource) => mode === 'drop_sources' || read.has(resource))
  if (mode === 'drop_data') return { schema: live, drop: [], truncate: plan.withData }
  const schema = mode === 'drop_sources' ? undefined : dropTables(live, plan.tables)
  return { schema, drop: plan.withData, truncate: [] }
}

/** The source's state without what a refresh resets. */
export function refreshState(
  state: SourceState | undefined,
  mode: Refresh,
  resources: readonly Resource<string, unknown>[],
): SourceState | undefined {
  if (state === undefined) return undefined
  if (mode === 'drop_sources') return state.resources === undefined ? {} : { resources: {} }
  return withoutResources(state, (name) => resourcesRead(resources).has(name))
}

/** The source's state without that of the resources that `wanted` accepts. */
export function withoutResources(state: SourceState, wanted: (resource: string) => boolean): SourceState {
  if (state.resources === undefined) return state
  const kept = Object.entries(state.resources).filter(([name]) => !wanted(name))
  return { ...state, resources: Object.fromEntries(kept) }
}

/** Names of the selected resources and of all that they depend on. */
function resourcesRead(resources: readonly Resource<string, unknown>[]): ReadonlySet<string> {
  const names = new Set<string>()
  for (const resource of resources) {
    if (!resource.selected) continue
    for (let next: Resource<string, unknown> | undefined = resource; next !== undefined; next = next.parent) {
      names.add(next.name)
    }
  }
  return names
}
