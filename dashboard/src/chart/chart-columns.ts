import type { Grid } from '../../../src/dashboard/api/data.ts'

/** A column of a result. */
export type ResultColumn = Grid['columns'][number]
/** What an axis makes of a column. */
export type AxisKind = 'number' | 'time' | 'category'

/** What an axis makes of a column, by its type of dlt or of the database. */
export function axisKind({ type, dataType }: ResultColumn): AxisKind {
  const known = dataType ?? type.toLowerCase()
  if (/^(timestamp|date|datetime)/.test(known)) return 'time'
  if (/^(bigint|double|decimal|wei|u?(tiny|small|big|huge)?int|integer|int[248]|float|real|numeric)/.test(known)) {
    return 'number'
  }
  return 'category'
}

/** Whether a column tells rows apart rather than saying something about them: ids are no amounts. */
export function isKey(name: string): boolean {
  return /^_dlt|(^|_)(id|key|uuid|hash)$/i.test(name)
}
