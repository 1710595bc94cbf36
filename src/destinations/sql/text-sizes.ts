import type { StagedJob } from '../../contracts/destination.ts'
import type { Column } from '../../schema/stored.ts'
import type { SessionParts } from './session.ts'

/** Bytes of the longest text that a load brings for a column; undefined: that is not known. */
export type LongestText = (table: string, column: string) => number | undefined

/** What the job files of a load were measured to hold. A table without files gets no texts. */
export function longestTexts(staged: readonly StagedJob[]): LongestText {
  const jobs = Map.groupBy(staged, ({ job }) => job.table)
  return (table, column) => {
    const sizes = (jobs.get(table) ?? []).map(({ job }) => job.textBytes && (job.textBytes[column] ?? 0))
    return sizes.reduce(
      (most, size) => (most === undefined || size === undefined ? undefined : Math.max(most, size)),
      0,
    )
  }
}

/** A column of texts with the width that its texts ask for, where the engine wants one; what the user gave it is the least. */
export function sizedColumn(
  { textWidth }: Pick<SessionParts, 'textWidth'>,
  column: Column,
  bytes: number | undefined,
): Column {
  if (textWidth === undefined || bytes === undefined) return column
  if (column.data_type !== 'text' || (column.precision ?? -1) >= bytes) return column
  return { ...column, precision: textWidth(bytes) }
}
