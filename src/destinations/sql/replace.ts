import type { StagedJob } from '../../contracts/destination.ts'
import { deleteAll } from '../../sql/dml.ts'
import { append } from './append.ts'
import type { DatasetSession, RowTarget } from './session.ts'

/** Empties the table, then adds the rows, which may be none. Readers see the old rows until the transaction commits. */
export async function replace(session: DatasetSession, into: RowTarget, jobs: readonly StagedJob[]): Promise<void> {
  await session.connection.execute(deleteAll(into.name), [], into.table.name)
  await append(session, into, jobs)
}
