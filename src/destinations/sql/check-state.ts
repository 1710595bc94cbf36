import type { CommitPlan } from '../../contracts/destination.ts'
import { isExpectedState, stateMoved } from '../state-moved.ts'
import { newestState } from './inspect.ts'
import type { DatasetSession } from './session.ts'

/**
 * Whether the newest state is still the one that a package was made from.
 * @throws DestinationError `state_moved`.
 */
export async function checkState(session: DatasetSession, plan: CommitPlan): Promise<void> {
  const { pipeline, expectedState } = plan.package
  if (expectedState === null) return
  const newest = await newestState(session, pipeline)
  if (!isExpectedState(newest, expectedState)) throw stateMoved(plan, newest, session.dataset)
}
