import type { LoadName } from '../table-format.ts'
import type { IcebergMetadata, Snapshot } from './metadata.ts'

/** Whether a snapshot is of that load. */
export function isMadeBy({ summary }: Snapshot, { loadId, pipeline }: LoadName): boolean {
  return summary['tolva.load-id'] === loadId && summary['tolva.pipeline'] === pipeline
}

/** Whether a snapshot was made to take a load back. */
export function isWithdrawal({ summary }: Snapshot): boolean {
  return summary['tolva.withdrawn'] === 'true'
}

/** Whether the load is in the table and was not taken back. */
export function holdsLoad({ snapshots = [] }: IcebergMetadata, load: LoadName): boolean {
  const last = snapshots.findLast((snapshot) => isMadeBy(snapshot, load))
  return last !== undefined && !isWithdrawal(last)
}
