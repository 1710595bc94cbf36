import { namingConvention } from '../naming/naming-convention.ts'
import type { Schema } from '../schema/stored.ts'
import type { Draft } from './draft.ts'
import type { SourceState } from './state.ts'

export interface EmptyDraft {
  readonly live: Schema
  /** The schema from now on. */
  readonly base: Schema
  readonly loadId: string
  readonly state: SourceState | undefined
  /** Tables to drop at the destination. */
  readonly drop?: readonly string[]
  /** True: state was reset. */
  readonly reset?: boolean
}

/** A package without rows: it drops tables, or carries the state. */
export function emptyDraft({ live, base, loadId, state, drop = [], reset = false }: EmptyDraft): Draft {
  return {
    source: { name: live.name },
    loadId,
    reset,
    opened: { live, base, naming: namingConvention(live.normalizers.names), drop, truncate: [] },
    built: {
      base,
      hinted: base,
      normalized: {
        schema: base,
        jobs: [],
        tables: [],
        nullOnlyColumns: {},
        sharedColumns: {},
        discarded: [],
        widened: [],
      },
      state,
      unfinished: false,
      resources: {},
      cursors: [],
      warnings: [],
      replace: [],
      seconds: { extract: 0, normalize: 0 },
    },
  }
}
