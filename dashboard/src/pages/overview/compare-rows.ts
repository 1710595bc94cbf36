import type { RunSummary } from '../../../../src/dashboard/api/pipelines.ts'

/** Rows of a table in a run and in the one before it. */
export interface ComparedRows {
  readonly table: string
  readonly rows: number
  /** Undefined: the run before had no such table, or there was none. */
  readonly before: number | undefined
}

/** The last completed run before another one. */
export function runBefore(runs: readonly RunSummary[], run: RunSummary): RunSummary | undefined {
  const at = runs.findIndex((one) => one.run === run.run)
  return at === -1 ? undefined : runs.slice(at + 1).find((one) => one.outcome === 'completed')
}

/** The tables of a run, the fullest first; a table that the run before had and this one has not is there with none. */
export function compareRows(run: RunSummary, before: RunSummary | undefined): readonly ComparedRows[] {
  const tables = new Set([...Object.keys(run.rowCounts), ...Object.keys(before?.rowCounts ?? {})])
  return [...tables]
    .map((table) => ({ table, rows: run.rowCounts[table] ?? 0, before: before?.rowCounts[table] }))
    .sort((one, other) => other.rows - one.rows || one.table.localeCompare(other.table))
}

/** `+12`, `−3`, `same`. */
export function differenceInWords(rows: number, before: number): string {
  if (rows === before) return 'same'
  const size = Math.abs(rows - before).toLocaleString('en')
  return rows > before ? `+${size}` : `−${size}`
}
