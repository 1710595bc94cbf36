import type { RunError } from '../../contracts/run-progress.ts'
import type { PackageInfo } from '../load-info.ts'
import type { Trace } from '../trace.ts'

/** A run in one line. */
export interface RunSummary {
  /** Name of its record. */
  readonly run: string
  readonly startedAt: string
  readonly finishedAt: string
  readonly seconds: number
  readonly outcome: 'completed' | 'failed'
  readonly error?: RunError
  /** Rows per table, system tables left out. */
  readonly rowCounts: Readonly<Record<string, number>>
  readonly rows: number
  readonly packages: number
  readonly warnings: number
  /** New tables, and new columns as `table.column`. */
  readonly added: readonly string[]
  /** Resources that went on where an earlier run had stopped. */
  readonly resumed: number
}

/** A recorded run in one line. */
export function runSummary(trace: Trace): RunSummary {
  const { run, startedAt, finishedAt, error, rowCounts, packages, warnings, resumed = [] } = trace
  return {
    run,
    startedAt,
    finishedAt,
    seconds: (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000,
    outcome: error === undefined ? 'completed' : 'failed',
    ...(error && { error }),
    rowCounts,
    rows: Object.values(rowCounts).reduce((sum, rows) => sum + rows, 0),
    packages: packages.length,
    warnings: warnings.length,
    added: addedBy(packages),
    resumed: resumed.length,
  }
}

/** New tables, and new columns as `table.column`. */
export function addedBy(packages: readonly PackageInfo[]): readonly string[] {
  return packages.flatMap(({ report: { schemaChanges } }) => [
    ...(schemaChanges?.newTables ?? []),
    ...Object.entries(schemaChanges?.newColumns ?? {}).flatMap(([table, columns]) =>
      columns.map(({ name }) => `${table}.${name}`),
    ),
  ])
}
