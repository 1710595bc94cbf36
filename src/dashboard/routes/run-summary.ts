import type { Trace } from '../../inspect.ts'
import type { RunSummary } from '../api/pipelines.ts'
import type { Unchanged } from '../served-route.ts'

/** A recorded run in one line. */
export function runSummary(trace: Trace): Unchanged<RunSummary> {
  const { startedAt, finishedAt, error, rowCounts, packages, warnings, resumed = [] } = trace
  return {
    run: startedAt,
    startedAt,
    finishedAt,
    seconds: (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000,
    outcome: error === undefined ? 'completed' : 'failed',
    ...(error !== undefined && { error }),
    rowCounts,
    rows: Object.values(rowCounts).reduce((sum, rows) => sum + rows, 0),
    packages: packages.length,
    warnings: warnings.length,
    added: packages.flatMap(({ report: { schemaChanges } }) => [
      ...(schemaChanges?.newTables ?? []),
      ...Object.entries(schemaChanges?.newColumns ?? {}).flatMap(([table, columns]) =>
        columns.map(({ name }) => `${table}.${name}`),
      ),
    ]),
    resumed: resumed.length,
  }
}
