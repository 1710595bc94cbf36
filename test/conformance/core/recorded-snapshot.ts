import { recordedError } from './error-kind.ts'
import type { RecordedRun } from './pipeline-case.ts'
import type { RunSnapshot } from './snapshot.ts'

/** A recorded run in the form in which ours is compared with it. */
export function recordedSnapshot(run: RecordedRun): RunSnapshot {
  return {
    error: run.error && recordedError(run.error.types, run.error.messages),
    schemas: run.schemas,
    tables: run.tables,
    state: run.state,
    rowCounts: run.row_counts,
    exported: run.exported ?? {},
  }
}
