import { compareRun } from './core/compare.ts'
import { short } from './core/difference.ts'
import type { RunSnapshot } from './core/snapshot.ts'
import { isSystemTable } from './core/symbolize.ts'

/** A case in which tolva does better than what was recorded, with what holds instead. */
export interface Deviation {
  readonly reason: string
  /** What differs from our own outcome; empty: it holds. */
  readonly differences: (actual: readonly RunSnapshot[], recorded: readonly RunSnapshot[]) => readonly string[]
}

/** Every documented deviation of the core cases, by case name. */
export const deviations: ReadonlyMap<string, Deviation> = new Map<string, Deviation>([
  [
    'infer_large_int',
    {
      reason: 'an integer beyond 64 bits is refused before anything is sealed, and nothing is left behind',
      differences: ([run]) => failedWith(run, 'schema', 'normalize').concat(leftBehind(run)),
    },
  ],
  [
    'hints_skip_disposition',
    {
      reason: 'write disposition skip with data is refused before anything is loaded',
      differences: ([run]) => failedWith(run, 'config', null).concat(leftBehind(run)),
    },
  ],
  [
    'merge_no_keys',
    {
      reason: 'merge without any key is refused before anything is loaded',
      differences: ([run]) => failedWith(run, 'config', null).concat(leftBehind(run)),
    },
  ],
  ['pending_extracted', pendingLoaded()],
  ['pending_load', pendingLoaded()],
  [
    'append_then_merge',
    {
      reason: 'a loaded table may go over from append to merge: root ids of nested rows are filled in',
      differences: (actual, recorded) => {
        const [first, second] = actual
        if (first === undefined || second === undefined || recorded[0] === undefined) return ['a run is missing']
        if (second.error !== null) return [`run 2: error: none expected, now ${second.error.text}`]
        return compareRun(recorded[0], first).concat(rootsWithoutId(second))
      },
    },
  ],
])

function pendingLoaded(): Deviation {
  return {
    reason: 'a pending package is loaded, then the new data: nothing is lost',
    differences: (actual) => {
      const failed = actual.find((run) => run.error !== null)
      if (failed) return [`error: none expected, now ${failed.error?.text}`]
      const last = actual.at(-1)
      const ids = last?.tables.t?.rows.map((row) => row.id).sort()
      const wanted = actual.map((_, index) => index + 1)
      return short(ids) === short(wanted) ? [] : [`tables.t: ids ${short(wanted)} expected, now ${short(ids)}`]
    },
  }
}

function failedWith(run: RunSnapshot | undefined, kind: string, step: string | null): string[] {
  if (run?.error == null) return [`error: ${kind} expected, none now`]
  const { error } = run
  if (error.kind === kind && (step === null || error.step === step)) return []
  return [`error: ${kind}${step ? ` in ${step}` : ''} expected, now ${error.kind} in ${error.step}: ${error.text}`]
}

function leftBehind(run: RunSnapshot | undefined): string[] {
  return Object.entries(run?.tables ?? {}).flatMap(([name, { rows }]) => {
    if (!isSystemTable(name)) return [`tables.${name}: left behind by a failed load`]
    return rows.length === 0 ? [] : [`tables.${name}: ${rows.length} rows left behind by a failed load`]
  })
}

function rootsWithoutId(run: RunSnapshot): string[] {
  return Object.entries(run.tables).flatMap(([name, { rows }]) =>
    rows
      .filter((row) => '_dlt_root_id' in row && typeof row._dlt_root_id !== 'string')
      .map((row) => `tables.${name}: no _dlt_root_id in ${short(row)}`),
  )
}
