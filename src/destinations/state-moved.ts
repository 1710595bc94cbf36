import type { CommitPlan, StoredState } from '../contracts/destination.ts'
import { DestinationError } from '../errors/tolva-error.ts'

/** Whether the newest state at a destination is the one that a package was made from. */
export function isExpectedState(
  newest: StoredState | undefined,
  { version, hash }: { readonly version: number; readonly hash: string },
): boolean {
  if (version === 0) return newest === undefined
  return newest?.version === version && (newest.versionHash ?? hash) === hash
}

/** Another run loaded since the package was made. */
export function stateMoved(
  { package: { pipeline, expectedState } }: CommitPlan,
  newest: StoredState | undefined,
  dataset: string,
): DestinationError {
  return new DestinationError(
    `the state of pipeline ${pipeline} at the destination is ${newest ? `version ${newest.version} of load ${newest.loadId}` : 'gone'}, ` +
      `but this package was made from ${expectedState === null || expectedState.version === 0 ? 'none' : `version ${expectedState.version}`}`,
    {
      code: 'state_moved',
      hint: `Another run loaded in between. Run tolva pipeline ${pipeline} package abort, then run again: the newer state is taken up and the rows are read anew.`,
      context: { pipeline, dataset },
    },
  )
}
