import type { Built } from './build-package.ts'
import type { OpenedSchema } from './open-schema.ts'
import type { OpenSource } from './sources-of.ts'
import { bumpState, type PipelineState, withSchemaName, withSourceState } from './state.ts'

/** A package but for its state. */
export interface Draft {
  readonly source: Pick<OpenSource, 'name'>
  readonly loadId: string
  readonly opened: OpenedSchema
  readonly built: Built
  /** true: state was reset, which dlt writes down even where there was none. */
  readonly reset: boolean
}

/** Nothing to load and nothing to take away: as in dlt no package is made, and no load is recorded. */
export function isEmpty({ opened, built }: Draft): boolean {
  return [opened.drop, opened.truncate, built.replace, built.normalized.jobs].every((list) => list.length === 0)
}

/** The pipeline's state with what drafts leave in it. */
export function stateAfter(before: PipelineState, drafts: readonly Draft[]): PipelineState {
  let state = before
  for (const { source, built, reset } of drafts) {
    state = withSchemaName(state, source.name)
    if (reset) state = { ...state, sources: state.sources ?? {} }
    state = withSourceState(state, source.name, built.state)
  }
  return bumpState(state)
}
