import type { StagedJob } from '../../contracts/destination.ts'
import { InternalError } from '../../errors/tolva-error.ts'
import type { DatasetSession, RowTarget } from './session.ts'

/**
 * Adds the rows of a package to what is there.
 * @throws InternalError `row_count_differs` where other rows came than the job files were written with.
 */
export async function append(session: DatasetSession, into: RowTarget, jobs: readonly StagedJob[]): Promise<void> {
  const isEmpty = jobs.every(({ job }) => job.rows === 0)
  requireRows(into.table.name, jobs, isEmpty ? 0 : await session.insertJobs(into, jobs))
}

/** @throws InternalError `row_count_differs` where job files were written with another number of rows than came. */
export function requireRows(table: string, jobs: readonly StagedJob[], came: number): void {
  const expected = jobs.reduce((sum, { job }) => sum + job.rows, 0)
  if (came === expected) return
  throw new InternalError(`table ${table} took ${came} rows where the package holds ${expected}`, {
    code: 'row_count_differs',
    hint: 'Nothing was loaded. Please report this with the manifest of the package.',
    context: { table },
  })
}
