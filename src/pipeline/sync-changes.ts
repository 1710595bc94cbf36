import { typedJson } from '../values/typed-json.ts'
import type { PipelineState } from './state.ts'
import type { Workspace } from './workspace.ts'

/** What `sync` changed on this machine. */
export interface SyncChanges {
  readonly stateVersion: number
  readonly previousStateVersion: number
  /** Schemas whose version is another now; null: there was none, or there is none any more. */
  readonly schemas: readonly { readonly name: string; readonly from: number | null; readonly to: number | null }[]
  /** `source.resource` whose state is another now. */
  readonly resources: readonly string[]
}

/** Compares two workspaces. */
export function syncChanges(before: Workspace, after: Workspace): SyncChanges {
  const names = [...new Set([...before.schemas.keys(), ...after.schemas.keys()])]
  const [states, newStates] = [resourceStates(before.state), resourceStates(after.state)]
  return {
    stateVersion: after.state._state_version,
    previousStateVersion: before.state._state_version,
    schemas: names
      .map((name) => ({
        name,
        from: before.schemas.get(name)?.version ?? null,
        to: after.schemas.get(name)?.version ?? null,
      }))
      .filter(({ from, to }) => from !== to),
    resources: [...new Set([...states.keys(), ...newStates.keys()])].filter(
      (name) => states.get(name) !== newStates.get(name),
    ),
  }
}

function resourceStates({ sources = {} }: PipelineState): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(sources).flatMap(([source, { resources = {} }]) =>
      Object.entries(resources).map(
        ([name, state]) => [`${source}.${name}`, typedJson(state, { sorted: true })] as const,
      ),
    ),
  )
}
