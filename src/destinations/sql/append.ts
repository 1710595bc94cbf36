import type { StagedJob } from '../../contracts/destination.ts'
import { InternalError } from '../../errors/tolva-error.ts'
import type { DatasetSession, RowTarget } from './session.ts'

/**
 * Adds the rows of a package to what is there.
 * @throws InternalError `row_count_differs` where other rows came than the job files were written with.
 */
export async function append(session: DatasetSession, into: RowTarget, jobs: readonly StagedJob[]): Promise<void> {
  const expected = jobs.reduce((sum, { job }) => sum + job.rows, 0)
  const changed = expected === 0 ? 0 : await session.insertJobs(into, jobs)
  if (changed === expected) return
  throw new InternalError(`table ${into.table.name} took ${changed} rows where the package holds ${expected}`, {
    code: 'row_count_differs',
    hint: 'Nothing was loaded. Please report this with the manifest of the package.',
    context: { table: into.table.name },
  })
}
