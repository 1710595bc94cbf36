import type { CommitPlan, StoredState } from '../../contracts/destination.ts'
import { DestinationError } from '../../errors/tolva-error.ts'
import { newestState } from './inspect.ts'
import type { DatasetSession } from './session.ts'

/**
 * Whether the newest state is still the one that a package was made from.
 * @throws DestinationError `state_moved`.
 */
export async function checkState(
  session: DatasetSession,
  { package: { pipeline, expectedState } }: CommitPlan,
): Promise<void> {
  if (expectedState === null) return
  const newest = await newestState(session, pipeline)
  if (isExpected(newest, expectedState)) return
  throw new DestinationError(
    `the state of pipeline ${pipeline} at the destination is ${newest ? `version ${newest.version} of load ${newest.loadId}` : 'gone'}, ` +
      `but this package was made from ${expectedState.version === 0 ? 'none' : `version ${expectedState.version}`}`,
    {
      code: 'state_moved',
      hint: `Another run loaded in between. Run tolva pipeline ${pipeline} package abort, then run again: the newer state is taken up and the rows are read anew.`,
      context: { pipeline, dataset: session.dataset },
    },
  )
}

function isExpected(newest: StoredState | undefined, { version, hash }: { version: number; hash: string }): boolean {
  if (version === 0) return newest === undefined
  return newest?.version === version && (newest.versionHash ?? hash) === hash
}
