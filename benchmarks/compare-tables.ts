import type { DatasetSummary } from './places/place.ts'

/** One line a column in which two datasets differ; empty when they hold the same. */
export function differences(ours: DatasetSummary, theirs: DatasetSummary): string[] {
  const tables = new Set([...Object.keys(ours), ...Object.keys(theirs)])
  return [...tables].flatMap((table) => {
    const columns = new Set([...Object.keys(ours[table] ?? {}), ...Object.keys(theirs[table] ?? {})])
    return [...columns]
      .filter((column) => ours[table]?.[column] !== theirs[table]?.[column])
      .map(
        (column) => `${table}.${column}: ${ours[table]?.[column] ?? 'absent'} | ${theirs[table]?.[column] ?? 'absent'}`,
      )
  })
}
