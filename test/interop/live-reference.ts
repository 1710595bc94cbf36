import type { RunSnapshot } from '../conformance/core/snapshot.ts'
import { isSystemTable } from '../conformance/core/symbolize.ts'

const ID_COLUMNS = ['_dlt_id', '_dlt_parent_id', '_dlt_root_id']

/**
 * What dlt did just now in the form of what was recorded: its random ids marked by `@`. An id is random where no other
 * play of the scenario made the same.
 */
export function liveReference(
  runs: readonly RunSnapshot[],
  others: readonly (readonly RunSnapshot[])[],
): RunSnapshot[] {
  const certain = new Set(others.flatMap((other) => [...idsOf(other)]))
  const mark = (value: unknown) => (typeof value === 'string' && !certain.has(value) ? `@${value}` : value)
  return runs.map((run) => ({ ...run, tables: mapRows(run, (row) => markRow(row, mark)) }))
}

type Row = Readonly<Record<string, unknown>>

function mapRows({ tables }: RunSnapshot, change: (row: Row, table: string) => Row): RunSnapshot['tables'] {
  return Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [
      name,
      { ...table, rows: table.rows.map((row) => (isSystemTable(name) ? maskStateHash(row) : change(row, name))) },
    ]),
  )
}

function markRow(row: Row, mark: (value: unknown) => unknown): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, ID_COLUMNS.includes(column) ? mark(value) : value]),
  )
}

/** dlt hashes boundary hashes in the order of a Python set, which is any. */
function maskStateHash(row: Row): Row {
  return /"unique_hashes":\["[^\]]*",/.test(JSON.stringify(row.state ?? null))
    ? { ...row, version_hash: '@state_hash' }
    : row
}

function idsOf(runs: readonly RunSnapshot[]): Set<string> {
  const ids = new Set<string>()
  for (const { tables } of runs) {
    for (const { rows } of Object.values(tables)) {
      for (const { _dlt_id: id } of rows) if (typeof id === 'string') ids.add(id)
    }
  }
  return ids
}
